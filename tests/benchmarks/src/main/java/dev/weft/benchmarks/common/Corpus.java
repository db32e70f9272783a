package dev.weft.benchmarks.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Class files before they are woven: those of this module that are written for Weft. */
public final class Corpus {

  private static final String FOLDER = "dev/weft/benchmarks/weft/";
  private static final List<String> NAMES =
      List.of(
          "Callee",
          "Elements",
          "Failures",
          "Futures",
          "InterfaceCalls",
          "LeafUnderCallers",
          "Loops",
          "Many",
          "PingPong",
          "PrivateCalls",
          "Recursion",
          "Skynet",
          "StaticCalls",
          "Tasks",
          "Timers",
          "VirtualCalls",
          "Yields");

  private Corpus() {}

  /** The class files by internal name. */
  public static Map<String, byte[]> read() {
    var corpus = new LinkedHashMap<String, byte[]>();
    for (String name : NAMES) {
      corpus.put(FOLDER + name, unwoven(name));
    }
    return corpus;
  }

  /** The class file of one of these classes, by its simple name. */
  public static byte[] unwoven(String name) {
    return file("/unwoven/" + FOLDER + name + ".class");
  }

  private static byte[] file(String path) {
    try (InputStream in = Corpus.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing: this jar was not built by Maven");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class file of any other class, from the class path; null if there is none. */
  public static byte[] find(String internalName) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
