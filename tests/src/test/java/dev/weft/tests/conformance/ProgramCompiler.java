package dev.weft.tests.conformance;

import java.util.Map;

/** Something that makes class files of source texts. */
@FunctionalInterface
interface ProgramCompiler {

  /**
   * Compiles everything in one go.
   *
   * @param sources source texts by the binary name of their public class
   * @return class files by internal name
   */
  Map<String, byte[]> compile(Map<String, String> sources);
}
