package dev.weft.tests.conformance;

import dev.weft.tests.random.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Random programs of seeds that follow each other, compiled in one go. */
final class RandomBatch {

  /** The usual number of programs: a compiler likes many, its memory few. */
  static final int SIZE = 20;

  private final Build build;
  private final Map<Long, Tree> trees = new TreeMap<>();

  RandomBatch(long first, int count) {
    String chosen = System.getProperty("weft.random.build");
    Build[] all = Build.values();
    build = chosen != null ? Build.valueOf(chosen) : all[(int) (first / SIZE % all.length)];
    for (long seed = first; seed < first + count; seed++) {
      trees.put(seed, RandomCase.tree(seed));
    }
  }

  /** What is to be told about each program that failed. */
  List<String> failures() {
    return failed().stream().map(seed -> new RandomFailure(seed, build).report()).toList();
  }

  private List<Long> failed() {
    RandomCase together;
    try {
      together = new RandomCase(trees, build);
    } catch (RuntimeException oneFailed) {
      return trees.keySet().stream().filter(this::failsAlone).toList();
    }
    return trees.keySet().stream().filter(seed -> fails(together, seed)).toList();
  }

  /** A crash of the compiler says nothing about the program. */
  private boolean failsAlone(long seed) {
    try {
      return fails(new RandomCase(Map.of(seed, trees.get(seed)), build), seed);
    } catch (Compiler.DoesNotCompile mistake) {
      if (mistake.isCrash()) {
        return false;
      }
      throw mistake;
    } catch (RuntimeException weaverFailed) {
      return true;
    }
  }

  private static boolean fails(RandomCase together, long seed) {
    try {
      return together.failure(seed) != null;
    } catch (ReflectiveOperationException | LinkageError broken) {
      return true;
    }
  }
}
