package dev.weft.tests.conformance;

import dev.weft.tests.conformance.RandomCase.Failure;
import dev.weft.tests.random.Shrinker;
import dev.weft.tests.random.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Shrinks a failing random program and writes it to {@code target/random-failures}. */
final class RandomFailure {

  private static final Path FOLDER = Path.of("target/random-failures");
  private static final Duration AT_MOST =
      Duration.ofSeconds(Long.getLong("weft.random.shrink", 120));

  private final long seed;
  private final Build build;
  private final Function<Tree, Failure> check;

  RandomFailure(long seed, Build build) {
    this.seed = seed;
    this.build = build;
    this.check = this::failure;
  }

  /** What to tell about it. */
  String report() {
    Tree tree = RandomCase.tree(seed);
    Failure first = check.apply(tree);
    if (first == null) {
      return "seed " + seed + " failed once, but did not when run again; " + command();
    }
    Path original = write(tree, "Original");
    new Shrinker(tree, each -> isSame(first, check.apply(each)), AT_MOST).shrink();
    Failure last = check.apply(tree);
    return "seed %d, %s%n%s%nshrunk: %s%nas it was: %s%nrun it alone: %s"
        .formatted(
            seed,
            build,
            last == null ? first.text() : last.text(),
            write(tree, ""),
            original,
            command());
  }

  private static boolean isSame(Failure first, Failure now) {
    return now != null && now.way().equals(first.way());
  }

  /** A program that does not compile does not fail. */
  private Failure failure(Tree tree) {
    try {
      return new RandomCase(Map.of(seed, tree), build).failure(seed);
    } catch (Compiler.DoesNotCompile e) {
      return null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return new Failure("weaver " + e.getClass(), e.toString());
    }
  }

  private String command() {
    return "mvn verify -Dtest=RandomProgramsTest -Dsurefire.failIfNoSpecifiedTests=false"
        + " -Dweft.random.first=%d -Dweft.random.seeds=1 -Dweft.random.build=%s"
            .formatted(seed, build);
  }

  private Path write(Tree tree, String suffix) {
    try {
      Path file = Files.createDirectories(FOLDER).resolve(RandomCase.name(seed) + suffix + ".java");
      return Files.writeString(file, tree.source()).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
