package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of words that compute ahead, whatever their source does. */
@Timeout(60)
class ClosingWordsTest {

  private static final Duration FAR = Duration.ofHours(1);

  enum Word {
    BUFFER,
    MERGE,
    MAP_CONCURRENT,
    UNORDERED,
    CHUNKED,
    DEBOUNCE,
    PUBLISHER;

    AsyncGenerator<Integer> of(AsyncGenerator<Integer> elements) {
      return switch (this) {
        case BUFFER -> elements.buffer(2);
        case MERGE -> elements.merge(AsyncGenerator.empty());
        case MAP_CONCURRENT -> elements.mapConcurrent(2, x -> x);
        case UNORDERED -> elements.mapConcurrentUnordered(2, x -> x);
        case CHUNKED -> elements.chunked(1, FAR).map(x -> x.get(0));
        case DEBOUNCE -> elements.debounce(Duration.ofNanos(1));
        case PUBLISHER -> AsyncGenerator.fromPublisher(elements.toPublisher(), 2);
      };
    }
  }

  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final CountDownLatch taken = new CountDownLatch(3);

  /** Takes a cancellation for one more attempt that has failed. */
  @Async
  private static AsyncGenerator<Integer> goesOnAfterFailures() {
    int failures = 0;
    while (true) {
      try {
        Weft.delay(Duration.ofMillis(1));
      } catch (CancellationException failed) {
        failures++;
      }
      Weft.emit(failures);
    }
  }

  @Async
  private static int takesOneOf(AsyncGenerator<Integer> elements) {
    try (elements) {
      return elements.next();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatCatchesItsCancellationIsEnded(Word word) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      for (Scheduler each : List.of(loop, Schedulers.workStealing(2))) {
        Task<Integer> task = Weft.start(each, () -> takesOneOf(word.of(goesOnAfterFailures())));
        assertThat(task.get()).isZero();
      }
    }
  }

  @Async
  private AsyncGenerator<Integer> cleansUp(Duration pause, Duration cleaningUp) {
    try {
      for (int i = 0; true; i++) {
        Weft.delay(pause);
        Weft.emit(i);
      }
    } finally {
      ended.add(cleanUp(cleaningUp));
    }
  }

  @Async
  private String cleanUp(Duration time) {
    ended.add("cleans up");
    try {
      Weft.delay(time);
      return "cleaned up";
    } catch (CancellationException asked) {
      return "cut short";
    }
  }

  @Async
  private void goesThrough(AsyncGenerator<Integer> elements) {
    try (elements) {
      for (Integer each : elements) {
        taken.countDown();
        Weft.delay(FAR);
        throw new AssertionError(each);
      }
    }
  }

  /** The consumer passes the loop's request on to those whom the loop itself has asked. */
  @ParameterizedTest
  @EnumSource
  void theEndOfALoopIsOneRequest(Word word) throws Exception {
    var tasks = new ArrayList<Task<Void>>();
    EventLoop loop = Schedulers.eventLoop();
    Duration shortest = word == Word.DEBOUNCE ? Duration.ofMillis(1) : Duration.ZERO;
    for (Duration each : List.of(shortest, Duration.ofMillis(1), Duration.ofMillis(2))) {
      AsyncGenerator<Integer> source = cleansUp(each, Duration.ofMillis(5));
      tasks.add(Weft.start(loop, () -> goesThrough(word.of(source))));
    }
    taken.await();
    loop.close();
    assertThat(tasks).allMatch(Task::isDone);
    assertThat(ended)
        .doesNotContain("cut short")
        .filteredOn("cleaned up"::equals)
        .hasSameSizeAs(tasks);
  }

  /** What is asked for a second time reaches what cleans up, as it does without the word. */
  @ParameterizedTest
  @EnumSource(names = "PUBLISHER", mode = EnumSource.Mode.EXCLUDE)
  void aSecondRequestCutsItShort(Word word) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      AsyncGenerator<Integer> source = cleansUp(Duration.ofMillis(1), FAR);
      Task<Void> task = Weft.start(loop, () -> goesThrough(word.of(source)));
      while (taken.getCount() == 3) {
        Thread.onSpinWait();
      }
      task.cancel(true);
      while (ended.isEmpty()) {
        Thread.onSpinWait();
      }
      task.cancel(true);
      Throwable thrown = task.toCompletableFuture().handle((value, failure) -> failure).join();
      assertThat(thrown).isInstanceOf(CancellationException.class);
      assertThat(ended).containsExactly("cleans up", "cut short");
    }
  }
}
