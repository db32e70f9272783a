package dev.weft.samples.net;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Live figures of a sample. Plain fields: one thread runs all of it, a step at a time. */
final class Figures {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Option(
      names = "--live",
      description = "print connections, requests/s and latencies every second")
  private boolean live;

  private final Histogram latencies = new Histogram(Duration.ofMinutes(1).toNanos(), 3);
  private int connections;
  private long done;
  private @Nullable Task<?> printing;

  /** Begins to print, if that is wanted; in a coroutine. */
  void begin() {
    if (live) {
      printing = Weft.start(() -> printForEver());
    }
  }

  /** Prints no more. */
  void end() {
    if (printing != null) {
      printing.cancel(false);
    }
  }

  @Async
  private void printForEver() {
    while (true) {
      long before = done;
      Weft.delay(SECOND);
      System.out.println(line(done - before));
      latencies.reset();
    }
  }

  /** Everything in one line. */
  String line(long perSecond) {
    return String.format(
        Locale.ROOT,
        "%,d connections, %,d requests/s, latency in µs: p50 %,d, p99 %,d, p99.9 %,d",
        connections,
        perSecond,
        latencies.getValueAtPercentile(50) / 1000,
        latencies.getValueAtPercentile(99) / 1000,
        latencies.getValueAtPercentile(99.9) / 1000);
  }

  void opened() {
    connections++;
  }

  void closed() {
    connections--;
  }

  /** Counts one request that began at {@code start} by {@link System#nanoTime}. */
  void answered(long start) {
    done++;
    latencies.recordValue(
        Math.min(System.nanoTime() - start, latencies.getHighestTrackableValue()));
  }

  /** How many requests have been answered. */
  long done() {
    return done;
  }
}
