package dev.weft.benchmarks.startup;

import dev.weft.benchmarks.common.Corpus;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes jars of the smallest program with a coroutine: as it was compiled, and woven. */
public final class FirstWoven {

  /** The program's main class. */
  public static final String MAIN = "dev.weft.benchmarks.weft.First";

  /** An empty main class beside it. */
  public static final String EMPTY = Empty.class.getName();

  private static final String FILE = MAIN.replace('.', '/');

  private static final String EMPTY_FILE = EMPTY.replace('.', '/');

  private FirstWoven() {}

  /** Writes the program as it was compiled. */
  public static void writeUnwoven(Path jar) throws IOException {
    write(jar, Map.of(FILE, Corpus.unwoven("First"), EMPTY_FILE, empty()));
  }

  /** Writes the program woven. */
  public static void writeWoven(Path jar) throws IOException {
    byte[] compiled = Corpus.unwoven("First");
    var hierarchy =
        new Hierarchy(
            name -> name.equals(FILE) ? compiled : Corpus.find(name), name -> name.equals(FILE));
    WovenClass woven = Objects.requireNonNull(new Weaver(hierarchy).weave(compiled));
    var files = new TreeMap<>(woven.added());
    files.put(FILE, woven.bytes());
    files.put(EMPTY_FILE, empty());
    write(jar, files);
  }

  private static byte[] empty() {
    return Objects.requireNonNull(Corpus.find(EMPTY_FILE));
  }

  private static void write(Path jar, Map<String, byte[]> classFiles) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey() + ".class"));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }
}
