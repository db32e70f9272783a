package dev.weft.samples.concurrent;

import dev.weft.AsyncFunction;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the words of a text in three stages that are joined by channels: one reads lines, several
 * workers split them, one adds up.
 *
 * <p>The channels have little room, and who finds none waits. So the slowest stage sets the pace,
 * and however long the text is, only some lines of it are in memory.
 */
final class WordCount {

  private final int workers;
  private final int room;
  private final AsyncFunction<String, List<String>> split;
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /**
   * For one text.
   *
   * @param workers how many lines are split at a time
   * @param room how many lines, or split lines, wait between two stages
   * @param split makes words of a line, and may suspend
   */
  WordCount(int workers, int room, AsyncFunction<String, List<String>> split) {
    this.workers = workers;
    this.room = room;
    this.split = split;
  }

  /** How often each word occurs. If a stage fails, the others are stopped, and this fails so. */
  @Async
  Map<String, Integer> count(Iterable<String> text) {
    Channel<String> lines = Channel.buffered(room);
    Channel<List<String>> words = Channel.buffered(room);
    try (var scope = TaskScope.open()) {
      var unusedReader = scope.fork(() -> read(text, lines));
      var unusedSplitter = scope.fork(() -> splitAll(lines, words));
      Map<String, Integer> counts = addUp(words);
      scope.join();
      return counts;
    }
  }

  @Async
  private void read(Iterable<String> text, Channel<String> lines) {
    for (String line : text) {
      read.incrementAndGet();
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      lines.send(line); // waits here while the workers are behind
    }
    lines.close(); // what is in it is still received
  }

  /** All workers take from one channel; who is free gets the next line. */
  @Async
  private void splitAll(Channel<String> lines, Channel<List<String>> words) {
    try (var scope = TaskScope.open()) {
      for (int i = 0; i < workers; i++) {
        var unused = scope.fork(() -> splitSome(lines, words));
      }
      scope.join();
    }
    words.close(); // after the last of them
  }

  @Async
  private void splitSome(Channel<String> lines, Channel<List<String>> words) throws Exception {
    for (String line : lines) {
      words.send(split.apply(line));
    }
  }

  @Async
  private Map<String, Integer> addUp(Channel<List<String>> words) {
    var counts = new TreeMap<String, Integer>(); // this stage's own, so it needs no lock
    for (List<String> line : words) {
      for (String word : line) {
        counts.merge(word, 1, Integer::sum);
      }
      underWay.decrementAndGet();
    }
    return counts;
  }

  /** How many lines have been read so far. */
  int linesRead() {
    return read.get();
  }

  /** How many lines were under way at the same time, at most: read, and not added up. */
  int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** What {@link #mostUnderWay} cannot exceed: the room, and one line in each stage's hands. */
  int limit() {
    return 1 + room + workers + room + 1;
  }
}
