package dev.weft.samples;

import static dev.weft.Weft.await;
import static dev.weft.Weft.delay;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Part 2: very many requests in flight at once, each a coroutine of its own, on one thread.
 *
 * <p>The counters are plain fields: one thread runs all of it, a step at a time.
 */
final class Crowd {

  /** So many may be on their way to the server; the rest wait, lest its backlog overflow. */
  private static final int ON_THEIR_WAY = 500;

  /** A slow machine gets fewer requests in flight rather than a long wait. */
  private static final long RAMP_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Journal journal;
  private final Story story;
  private final LocalServer server;
  private int started;
  private int right;
  private int wrong;
  private int failed;
  private @Nullable Throwable firstFailure;

  Crowd(Journal journal, Story story, LocalServer server) {
    this.journal = journal;
    this.story = story;
    this.server = server;
  }

  /** Sends {@code wanted} requests, has them answered once all have arrived, awaits the answers. */
  @Async
  void meet(int wanted) {
    Task<?> progress = Weft.start(() -> tellProgress());
    try {
      long heapBefore = Scales.usedHeap();
      long start = System.nanoTime();
      List<Task<?>> requests = sendAll(wanted, start + RAMP_NANOS);
      long sent = System.nanoTime();
      if (started < wanted) {
        say("this machine sent no more than %,d in %.1f s", started, RAMP_NANOS / 1e9);
      }
      tellPeak(heapBefore);
      long release = System.nanoTime();
      server.release();
      for (Task<?> request : requests) {
        await(request);
      }
      tellSpeed(sent - start, System.nanoTime() - release);
    } finally {
      progress.cancel(false);
    }
  }

  @Async
  private List<Task<?>> sendAll(int wanted, long deadline) {
    var requests = new ArrayList<Task<?>>();
    while (started < wanted && System.nanoTime() - deadline < 0) {
      int room = started++;
      requests.add(Weft.start(() -> ask(room)));
      while (underWay() >= ON_THEIR_WAY && System.nanoTime() - deadline < 0) {
        delay(MOMENT);
      }
    }
    while (underWay() > 0 && System.nanoTime() - deadline < 0) {
      delay(MOMENT);
    }
    return requests;
  }

  /** One request. Its failure is one of many, to be counted. */
  @Async
  private void ask(int room) {
    try {
      String price = await(story.postHttpRequest("/together", "room " + room));
      if (price.equals(String.valueOf(LocalServer.priceOf(room)))) {
        right++;
      } else {
        wrong++;
      }
    } catch (Exception | InternalError failure) { // the latter is the client's, out of descriptors
      failed++;
      firstFailure = firstFailure == null ? failure : firstFailure;
    } finally {
      journal.ran();
    }
  }

  @Async
  private void tellProgress() {
    while (true) {
      delay(Duration.ofMillis(500));
      say("sent %,6d   at the server %,6d   done %,6d", started, server.arrived(), done());
    }
  }

  private void tellPeak(long heapBefore) {
    int peak = server.arrived();
    say("in flight at once: %,d. No thread waits for them; the server answers now", peak);
    long kilobytes = (Scales.usedHeap() - heapBefore) / 1024 / Math.max(1, peak);
    say("heap per request in flight: %,d KB, buffers of the HTTP client and server", kilobytes);
  }

  private void tellSpeed(long sending, long answering) {
    say("%,d answers right, %,d wrong, %,d failed", right, wrong, failed);
    if (firstFailure != null) {
      say("the first failure: %s", firstFailure);
    }
    double seconds = (sending + answering) / 1e9;
    say(
        "sent in %.1f s, answered in %.1f s: %,.0f requests/s, a connection each",
        sending / 1e9, answering / 1e9, done() / seconds);
  }

  private void say(String format, Object... values) {
    journal.say(String.format(Locale.ROOT, format, values));
  }

  private int underWay() {
    return started - failed - server.arrived();
  }

  private int done() {
    return right + wrong + failed;
  }

  /** Whether every request that was sent was answered rightly. */
  boolean allRight() {
    return started == right;
  }
}
