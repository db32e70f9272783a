package dev.weft.tests.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** The programs after an obfuscator has been at their class files. */
final class ObfuscatedProgramsTest extends ProgramsConformance {

  private static final long FIRST = Long.getLong("weft.obfuscated.first", 1);
  private static final long SEEDS = Long.getLong("weft.obfuscated.seeds", 2);

  @Override
  Map<String, String> sources() {
    Map<String, String> sources = ProgramFolder.JAVA.sources();
    sources.remove("recursion.Deep"); // what was cut apart is not compiled into one direct call
    return sources;
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    var builds = new LinkedHashMap<String, Programs>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ProgramCompiler compiler = new Spaghetti(seed).after(Compiler.javac("-g"));
      builds.put("seed " + seed, Programs.of(texts, compiler, seed % 2 == 1));
    }
    return builds;
  }
}
