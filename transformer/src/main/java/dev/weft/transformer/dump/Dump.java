package dev.weft.transformer.dump;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes what was woven into a folder: class files, listings and reports.
 *
 * <pre>
 * original/a/b/C.class   as it was          original/a/b/C.txt   its listing
 * woven/a/b/C.class      as it runs         woven/a/b/C.txt      its listing
 * woven/a/b/C$m$Frame.class                                      frames, beside it
 * report/a.b.C.txt       each @Async method, for people
 * </pre>
 *
 * Any thread: classes do not share files.
 */
public final class Dump {

  private final Path folder;

  /** A dump into {@code folder}, which is made when needed. */
  public Dump(Path folder) {
    this.folder = folder;
  }

  /** Writes one class. */
  public void write(WovenClass woven) throws IOException {
    writeClass("original", woven.name(), woven.original());
    writeClass("woven", woven.name(), woven.bytes());
    for (Map.Entry<String, byte[]> added : woven.added().entrySet()) {
      writeClass("woven", added.getKey(), added.getValue());
    }
    for (Map.Entry<String, byte[]> embedded : woven.embedded().entrySet()) {
      writeClass("woven", embedded.getKey(), embedded.getValue());
    }
    Path report = folder.resolve("report").resolve(ClassNames.binary(woven.name()) + ".txt");
    Files.createDirectories(report.getParent());
    Files.writeString(report, ReportText.of(woven));
  }

  private void writeClass(String kind, String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(kind).resolve(name + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    Files.writeString(folder.resolve(kind).resolve(name + ".txt"), Listing.of(bytes));
  }
}
