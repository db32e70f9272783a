package dev.weft.tests.conformance;

import dev.weft.tests.random.Generator;
import dev.weft.tests.random.RandomProgram;
import dev.weft.tests.random.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Random programs that are compiled and woven together, and compared with what they should do.
 *
 * <p>What a program should do is told by the plain program, written without generators: its
 * generators' steps run on threads of their own.
 */
final class RandomCase {

  /**
   * How a program fails.
   *
   * @param way in what way; a smaller program that fails must fail in the same one
   * @param text what is seen
   */
  record Failure(String way, String text) {}

  private static final String PACKAGE = "generated";
  private static final String REFERENCE = "reference";
  private static final int RELEASE = Runtime.version().feature();

  private final Build build;
  private final Map<String, byte[]> plain;
  private final Programs programs;

  /** The programs' trees by their seeds. */
  RandomCase(Map<Long, Tree> trees, Build build) {
    this.build = build;
    var woven = new TreeMap<String, String>();
    var expected = new TreeMap<String, String>();
    trees.forEach(
        (seed, tree) -> {
          woven.put(PACKAGE + "." + name(seed), tree.source());
          expected.put(REFERENCE + "." + name(seed), reference(tree));
        });
    this.plain = Compiler.javac("-g:none").compile(expected);
    this.programs = Programs.of(woven, build);
  }

  /** The program of a seed. */
  static Tree tree(long seed) {
    return RandomProgram.of(PACKAGE, name(seed), seed, RELEASE);
  }

  static String name(long seed) {
    return "Program" + seed;
  }

  private static String reference(Tree tree) {
    return tree.reference().replaceFirst("package " + PACKAGE, "package " + REFERENCE);
  }

  /** How the program of a seed fails; null if it does not. */
  Failure failure(long seed) throws ReflectiveOperationException {
    String name = PACKAGE + "." + name(seed);
    if (!problems(programs.plain(), name).isEmpty()) {
      return null; // javac wrote what does not verify: nothing to be compared with
    }
    String problems = problems(programs.woven(), name);
    return problems.isEmpty()
        ? difference(seed, name, expected(seed))
        : new Failure("verifier", problems);
  }

  private static String problems(Map<String, byte[]> classes, String name) {
    String path = name.replace('.', '/');
    var own = new TreeMap<>(classes);
    own.keySet().removeIf(each -> !each.equals(path) && !each.matches(path + "(\\$|Launcher).*"));
    return Verification.problemsOfJvm(own, path);
  }

  private Outcome expected(long seed) throws ReflectiveOperationException {
    try {
      return new ProgramRun(plain, REFERENCE + "." + name(seed)).expected();
    } finally {
      Generator.endAll();
    }
  }

  private Failure difference(long seed, String name, Outcome expected)
      throws ReflectiveOperationException {
    for (Mode mode : List.of(Mode.NEVER, Mode.ALWAYS, Mode.RANDOM)) {
      Outcome outcome = new ProgramRun(programs.woven(), name).blocking(mode);
      if (!outcome.equals(expected)) {
        return failure("blocking, " + mode + ", " + build, outcome, expected);
      }
    }
    for (Mode mode : List.of(Mode.ALWAYS, Mode.MIXED)) {
      Outcome outcome = new ProgramRun(programs.woven(), name).onLoop(mode);
      if (!outcome.equals(expected)) {
        return failure("on an event loop, " + mode + ", " + build, outcome, expected);
      }
    }
    for (Outcome outcome : new ProgramRun(programs.woven(), name).interleaved(seed)) {
      if (!outcome.equals(expected)) {
        return failure("among other coroutines, " + build, outcome, expected);
      }
    }
    return null;
  }

  private static Failure failure(String where, Outcome outcome, Outcome expected) {
    int at = 0;
    while (at < Math.min(outcome.trace().size(), expected.trace().size())
        && outcome.trace().get(at).equals(expected.trace().get(at))) {
      at++;
    }
    String seen = line(outcome, at);
    String way = broken(seen + outcome.end());
    String text = "%s: at line %d of the trace%n  expected: %s%n  but was: %s";
    return new Failure(way, text.formatted(where, at, line(expected, at), seen));
  }

  /** Errors that the JVM throws for broken classes are failures of their own kinds. */
  private static String broken(String seen) {
    for (String each : List.of("VerifyError", "NoSuch", "Refused", "AbstractMethod", "not done")) {
      if (seen.contains(each)) {
        return each;
      }
    }
    return "difference";
  }

  private static String line(Outcome outcome, int at) {
    return at < outcome.trace().size() ? outcome.trace().get(at) : outcome.end();
  }
}
