package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import dev.weft.spi.Scheduler;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
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

  /** Is in blocking code when it is closed, which says so in its own way. */
  @Async
  private AsyncGenerator<Integer> blocksAfterOne() throws Exception {
    Weft.emit(0);
    return Weft.blocking(
        () -> {
          taken.countDown();
          try {
            Thread.sleep(FAR.toMillis());
            throw new AssertionError();
          } catch (InterruptedException interrupted) {
            throw new ClosedByInterruptException();
          }
        });
  }

  @Async
  private int takesOneAndWaits(AsyncGenerator<Integer> elements) {
    try (elements) {
      int first = elements.next();
      while (taken.getCount() == 3) {
        Weft.delay(Duration.ofMillis(1));
      }
      return first;
    }
  }

  @ParameterizedTest
  @EnumSource(names = COMPUTING_AHEAD, mode = EnumSource.Mode.MATCH_ANY)
  void whatOnlySaysThatItWasInterruptedIsNoFailure(Word word) throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Task<Integer> task = Weft.start(loop, () -> takesOneAndWaits(word.of(blocksAfterOne())));
      assertThat(task.get()).isZero();
    }
  }

  // ---- what reaches the consumer while it waits for the source's end ----

  private final ManualScheduler manual = Schedulers.manual();
  private final Task.Completer<Object> sourceMayEnd = Task.completer();
  private final Task.Completer<Object> scopeFails = Task.completer();

  @Async
  private AsyncGenerator<Integer> endsWhenToldTo() {
    try {
      for (int i = 0; true; i++) {
        Weft.emit(i);
      }
    } finally {
      var unused = Weft.await(sourceMayEnd.task());
    }
  }

  @Async
  private Object takesOneThenWaits(Word word) {
    int unused = takesOneOf(word.of(endsWhenToldTo()));
    return Failures.forever();
  }

  @Async
  private Object takesOneInScope(Word word) throws Exception {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> Weft.await(scopeFails.task()));
      return takesOneOf(word.of(endsWhenToldTo()));
    }
  }

  @Async
  private Object failsThenWaits() {
    try {
      return takesOneOf(endsWhenToldTo().mapConcurrent(2, x -> fails()));
    } catch (IllegalStateException expected) {
      ended.add(expected.getMessage());
    }
    return Failures.forever();
  }

  private static Integer fails() {
    throw new IllegalStateException("function");
  }

  private static final String COMPUTING_AHEAD = "BUFFER|MERGE|MAP_CONCURRENT|UNORDERED";

  @ParameterizedTest
  @EnumSource(names = COMPUTING_AHEAD, mode = EnumSource.Mode.MATCH_ANY)
  void aCancellationThatComesAsTheSourceEndsIsMet(Word word) {
    assertCancelledAfter(0, word);
  }

  @ParameterizedTest
  @EnumSource(names = COMPUTING_AHEAD, mode = EnumSource.Mode.MATCH_ANY)
  void oneThatComesWhenItHasEndedIsMet(Word word) {
    assertCancelledAfter(1, word);
  }

  /** Cancels the consumer so many steps after its source could end. */
  private void assertCancelledAfter(int steps, Word word) {
    Task<Object> task = Weft.start(manual, () -> takesOneThenWaits(word));
    manual.run();
    boolean unused = sourceMayEnd.complete("");
    for (int i = 0; i < steps; i++) {
      manual.run(1);
    }
    task.cancel(true);
    manual.run();
    assertThat(task.isCancelled()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = COMPUTING_AHEAD, mode = EnumSource.Mode.MATCH_ANY)
  void aScopesFailureThatComesAsTheSourceEndsIsMet(Word word) {
    Task<Object> task = Weft.start(manual, () -> takesOneInScope(word));
    manual.run();
    boolean unused = sourceMayEnd.complete("");
    boolean unusedToo = scopeFails.fail(new IllegalArgumentException("scope"));
    manual.run();
    assertThat(task.exceptionNow())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scope");
  }

  @Test
  void oneThatComesAfterAFailureIsMetAfterIt() {
    Task<Object> task = Weft.start(manual, () -> failsThenWaits());
    manual.run();
    task.cancel(true);
    boolean unused = sourceMayEnd.complete("");
    manual.run();
    assertThat(ended).containsExactly("function");
    assertThat(task.isCancelled()).isTrue();
  }
}
