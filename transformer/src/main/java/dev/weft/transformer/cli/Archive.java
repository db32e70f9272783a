package dev.weft.transformer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar (or war), by itself or in another one, with its entries as they are. */
final class Archive implements Input {

  private final String place;
  private final ZipFile zip;
  private final @Nullable Path temporary;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private Archive(String place, Path file, @Nullable Path temporary) throws IOException {
    this.place = place;
    this.temporary = temporary;
    zip = new ZipFile(file.toFile());
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      entries.putIfAbsent(entry.getName(), entry);
    }
  }

  static Archive open(Path path) throws IOException {
    try {
      return new Archive(path.toString(), path, null);
    } catch (ZipException e) {
      throw new IOException(
          path + " is neither a folder, a jar nor a class file (" + e.getMessage() + ")", e);
    }
  }

  /** Opens a jar that lies in another one. */
  static Archive open(String place, byte[] jar) throws IOException {
    Path temporary = Files.createTempFile("weft", ".jar");
    try {
      Files.write(temporary, jar);
      return new Archive(place, temporary, temporary);
    } catch (IOException e) {
      Files.delete(temporary);
      throw e instanceof ZipException
          ? new IOException(place + " is not a jar (" + e.getMessage() + ")", e)
          : e;
    }
  }

  /** All entries, folders too, in their order. */
  Collection<ZipEntry> entries() {
    return entries.values();
  }

  /** The comment on the whole, or null. */
  @Nullable String comment() {
    return zip.getComment();
  }

  @Override
  public List<String> files() {
    var files = new ArrayList<String>();
    for (ZipEntry entry : entries.values()) {
      if (!entry.isDirectory()) {
        files.add(entry.getName());
      }
    }
    return files;
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null || entry.isDirectory()) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(placeOf(name) + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public String placeOf(String name) {
    return place + "!/" + name;
  }

  @Override
  public void close() throws IOException {
    zip.close();
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
