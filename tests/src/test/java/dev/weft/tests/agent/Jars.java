package dev.weft.tests.agent;

import java.nio.file.Path;

/** Where the build has put the packaged jars. */
final class Jars {

  static final Path ANNOTATIONS = jar("annotations");
  static final Path RUNTIME = jar("runtime");
  static final Path TRANSFORMER = jar("transformer");
  static final Path AGENT = jar("agent");
  static final Path SAMPLES = jar("samples");

  private Jars() {}

  private static Path jar(String module) {
    return Path.of(System.getProperty("weft." + module + ".jar")).normalize();
  }

  /** The class path that applications are compiled and run with. */
  static String application() {
    return RUNTIME + java.io.File.pathSeparator + ANNOTATIONS;
  }
}
