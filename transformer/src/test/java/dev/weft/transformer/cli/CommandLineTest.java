package dev.weft.transformer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.transformer.Sources;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the command line share: inputs, and a way to run it and read what it prints. */
abstract class CommandLineTest {

  static final String CLASS_PATH =
      Sources.placeOf(Weft.class) + File.pathSeparator + Sources.placeOf(Async.class);

  static final Map<String, byte[]> GOOD =
      Sources.compile(
          """
          package p;
          import dev.weft.Task;
          import dev.weft.annotations.Async;
          import static dev.weft.Weft.await;
          public class Good {
            @Async public static String m(Task<String> t) { return await(t) + Plain.mark(); }
          }
          class Plain { static String mark() { return "!"; } }
          """);

  static final Map<String, byte[]> BAD =
      Sources.compile(
          """
          package p;
          import dev.weft.Task;
          import dev.weft.annotations.Async;
          import static dev.weft.Weft.await;
          class Bad {
            @Async synchronized String m(Task<String> t) { return await(t); }
          }
          """);

  /** What a run gave. */
  record Ran(int status, String out, String err) {}

  @TempDir Path temp;

  static Ran run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      System.setErr(new PrintStream(err, true, UTF_8));
      int status = Main.run(texts);
      return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** Writes classes and a text file into a folder. */
  Path folder(String name, Map<String, byte[]> classes) throws IOException {
    Path folder = temp.resolve(name);
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      write(folder.resolve(each.getKey() + ".class"), each.getValue());
    }
    write(folder.resolve("META-INF/notes.txt"), "notes".getBytes(UTF_8));
    return folder;
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Writes classes and a text file into a jar. */
  Path jar(String name, Map<String, byte[]> classes, long time) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    classes.forEach((type, bytes) -> files.put(type + ".class", bytes));
    files.put("META-INF/notes.txt", "notes".getBytes(UTF_8));
    Path jar = temp.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(each.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
