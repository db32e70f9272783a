package dev.weft.samples.concurrent;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts words in a pipeline whose slow stage holds up the fast ones; see {@link WordCount}. */
@Command(
    name = "Pipeline",
    description = "Counts words in three stages, of which the slowest sets the pace.")
public final class Pipeline extends ConcurrentSample {

  private static final List<String> LINES =
      List.of(
          "the shuttle goes over the warp",
          "and under the warp",
          "the weft is one thread and the warp is many");

  @Option(names = "--lines", defaultValue = "3000", description = "how long the text is")
  private int lines;

  @Option(names = "--workers", defaultValue = "4", description = "lines that are split at a time")
  private int workers;

  @Option(names = "--room", defaultValue = "8", description = "what may wait between two stages")
  private int room;

  @Option(names = "--slow", defaultValue = "1", description = "how long a line takes, in ms")
  private int slow;

  /** Ends when the text has been counted. */
  public static void main(String[] args) {
    main(new Pipeline(), args);
  }

  @Async
  @Override
  void run() {
    var count = new WordCount(workers, room, line -> split(line));
    Iterable<String> text = () -> IntStream.range(0, lines).mapToObj(this::line).iterator();
    Map<String, Integer> words = count.count(text);
    words.forEach((word, times) -> say("%,8d %s", times, word));
    say("%,d lines, of which at most %d were under way", count.linesRead(), count.mostUnderWay());
    say("there is room for %d", count.limit());
  }

  private String line(int number) {
    return LINES.get(number % LINES.size());
  }

  @Async
  private List<String> split(String line) {
    Weft.delay(Duration.ofMillis(slow));
    return Arrays.asList(line.split(" ", -1));
  }
}
