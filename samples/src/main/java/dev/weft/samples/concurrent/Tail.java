package dev.weft.samples.concurrent;

import static dev.weft.Weft.delay;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Follows files, as {@code tail -F} does: an async generator for each, and one that merges them.
 *
 * <p>A generator runs when it is asked, so a file is not read faster than its lines are wanted.
 */
@Command(
    name = "Tail",
    description = "Follows files, also those that are rotated or truncated, until Ctrl-C.")
public final class Tail extends ConcurrentSample {

  @Parameters(arity = "1..*", description = "the files; one that is not there is waited for")
  private List<Path> files = List.of();

  @Option(names = "--from-start", description = "print also what is in them now")
  private boolean fromStart;

  @Option(names = "--every", defaultValue = "100", description = "how often to look, in ms")
  private int every;

  /** How many files are followed now. */
  private final AtomicInteger followed = new AtomicInteger();

  /** A line, and where it was found. */
  record Line(Path file, String text) {}

  /** Runs until it is stopped. */
  public static void main(String[] args) {
    main(new Tail(), args);
  }

  @Async
  @Override
  void run() throws Exception {
    try (var lines = follow(files, fromStart, Duration.ofMillis(every))) {
      for (Line line : lines) { // suspends
        say("%s: %s", line.file(), line.text());
      }
    } finally { // reached by Ctrl-C, which cancels
      say("%d files are followed", followed.get());
    }
  }

  /** The lines of all files, as they come. Closing it closes the files. */
  AsyncGenerator<Line> follow(List<Path> paths, boolean all, Duration pause) throws Exception {
    AsyncGenerator<Line> merged = AsyncGenerator.empty();
    for (Path path : paths) {
      merged = merged.merge(follow(path, all, pause).map(text -> new Line(path, text)));
    }
    return merged;
  }

  /** The lines of one file; without end. */
  @Async
  AsyncGenerator<String> follow(Path path, boolean all, Duration pause) throws Exception {
    followed.incrementAndGet();
    try (var file = Weft.blocking(() -> new GrowingFile(path, all))) {
      while (true) {
        List<String> lines = Weft.blocking(() -> file.newLines());
        for (String line : lines) {
          emit(line);
        }
        if (lines.isEmpty()) {
          delay(pause);
        }
      }
    } finally {
      followed.decrementAndGet();
    }
  }

  /** How many files are followed now. */
  int followed() {
    return followed.get();
  }
}
