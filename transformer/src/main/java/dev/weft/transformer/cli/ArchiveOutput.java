package dev.weft.transformer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A jar to write, whose entries are as those of the jar that they come from: order, compression,
 * times, comments, extra data. Entries that come from a folder carry a fixed time, so that the jar
 * is reproducible.
 *
 * <p>It is written beside its place and moved there at the end; so it may replace the jar that is
 * read, and a failure leaves no half of one.
 */
final class ArchiveOutput implements Output {

  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final @Nullable Path unfinished;
  private final @Nullable Path place;
  private final ZipOutputStream zip;

  private ArchiveOutput(OutputStream stream, @Nullable Path unfinished, @Nullable Path place) {
    zip = new ZipOutputStream(stream);
    this.unfinished = unfinished;
    this.place = place;
  }

  static ArchiveOutput open(Path in, Path out) throws IOException {
    if (Files.isDirectory(out)) {
      throw new IOException(
          out + " is a folder; name a jar for OUT, or a folder that is not called" + " like one");
    }
    Path parent = out.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path unfinished = out.resolveSibling(out.getFileName() + ".part");
    OutputStream stream = Files.newOutputStream(unfinished);
    var output = new ArchiveOutput(stream, unfinished, out);
    try {
      if (Files.isRegularFile(in)) {
        copyPermissions(in, unfinished);
        stream.write(in.toString().endsWith(".class") ? new byte[0] : Preamble.of(in));
      }
      return output;
    } catch (IOException | RuntimeException e) {
      output.close();
      throw e;
    }
  }

  /** A jar that is to lie in another one. */
  static ArchiveOutput into(ByteArrayOutputStream bytes) {
    return new ArchiveOutput(bytes, null, null);
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    var source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (source != null && target != null) {
      target.setPermissions(source.readAttributes().permissions());
    }
  }

  void comment(@Nullable String comment) {
    zip.setComment(comment);
  }

  @Override
  public void folder(ZipEntry entry) throws IOException {
    write(entry.getName(), new byte[0], entry, false);
  }

  @Override
  public void write(String name, byte[] bytes, @Nullable ZipEntry like, boolean changed)
      throws IOException {
    ZipEntry entry;
    if (like != null && like.getName().equals(name)) {
      entry = new ZipEntry(like);
    } else {
      entry = new ZipEntry(name);
      entry.setTimeLocal(like == null ? ENTRY_TIME : like.getTimeLocal());
      entry.setMethod(like == null ? ZipEntry.DEFLATED : like.getMethod());
    }
    entry.setCompressedSize(-1); // another compressor may need more or less than this one
    entry.setSize(bytes.length);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    if (entry.getMethod() == ZipEntry.STORED) {
      entry.setCompressedSize(bytes.length);
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  @Override
  public void commit() throws IOException {
    zip.close();
    if (unfinished != null && place != null) {
      Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      zip.close();
    } finally {
      if (unfinished != null) {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
