package dev.weft.tests.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Programs in the Java of 2014 and before, as compilers of the time left them: private members
 * reached through accessors, no nest mates, no {@code invokedynamic} but for lambdas, and further
 * back neither stack map frames nor lambdas, but subroutines.
 */
final class OldClassFilesProgramsTest extends ProgramsConformance {

  private static final ProgramCompiler JAVA_8 =
      Compiler.javac("-source", "8", "-target", "8", "-g", "-Xlint:none");

  /** Version 50 allows code without frames; lambdas need version 51. */
  private static final int NO_LAMBDAS = 50;

  @Override
  Map<String, String> sources() {
    var old = new TreeMap<String, String>();
    ProgramFolder.JAVA
        .sources()
        .forEach(
            (name, text) -> {
              if (compiles(name, text)) {
                old.put(name, text);
              }
            });
    return old;
  }

  private static boolean compiles(String name, String text) {
    try {
      JAVA_8.compile(Map.of(name, text));
      return true;
    } catch (IllegalArgumentException newer) {
      return false;
    }
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    var older = new TreeMap<>(texts);
    older.values().removeIf(text -> text.contains("->") || text.contains("::"));
    older.keySet().removeIf(name -> !runsWithoutFrames(name, texts.get(name)));
    var builds = new LinkedHashMap<String, Programs>();
    builds.put("version 52", Programs.of(texts, JAVA_8, true));
    builds.put("version 52, late", Programs.of(texts, JAVA_8, false));
    builds.put("version 50", Programs.of(older, new WithoutFrames(NO_LAMBDAS).after(JAVA_8), true));
    builds.put("version 48", Programs.of(older, new WithoutFrames(48).after(JAVA_8), false));
    builds.put("subroutines", Programs.of(older, new Subroutines().after(JAVA_8), true));
    return builds;
  }

  /** Static methods of interfaces, say, cannot be called from old class files. */
  private static boolean runsWithoutFrames(String name, String text) {
    Map<String, byte[]> classes =
        new WithoutFrames(NO_LAMBDAS).after(JAVA_8).compile(Map.of(name, text));
    return Verification.problemsOfJvm(classes, name.replace('.', '/')).isEmpty();
  }
}
