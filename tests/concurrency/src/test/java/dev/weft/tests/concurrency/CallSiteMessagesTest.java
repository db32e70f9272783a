package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.AsyncCallable;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Generator;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages name the user's line, however many of Weft's own calls are between it and the wait. */
@Timeout(60)
class CallSiteMessagesTest {

  private static final String HERE = CallSiteMessagesTest.class.getName();

  private final EventLoop loop = Schedulers.eventLoop();
  private final Channel<Integer> channel = Channel.rendezvous();

  @AfterEach
  void close() {
    loop.close();
  }

  /** Runs ordinary code on the loop's thread. */
  private void onLoop(ThrowingCallable ordinary) {
    Weft.run(loop, () -> callOrdinary(ordinary));
  }

  private static void callOrdinary(ThrowingCallable ordinary) {
    try {
      ordinary.call();
    } catch (RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
  }

  private void refusedOnLoop(String method, ThrowingCallable ordinary) {
    assertThatThrownBy(() -> onLoop(ordinary))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(at " + HERE + "." + method + "(CallSiteMessagesTest.java:")
        .hasMessageContaining("would block the event loop")
        .hasMessageEndingWith("; call it from an @Async method, or start it with Weft.start");
  }

  @Test
  void ordinaryCodeOnALoop() throws Exception {
    var lock = new AsyncLock();
    var unused =
        Weft.start(
            loop,
            () -> {
              lock.lock();
              return forever();
            });
    Weft.run(loop, () -> Weft.yieldNow());
    refusedOnLoop("send", this::send);
    refusedOnLoop("receive", this::receive);
    refusedOnLoop("loop", this::loop);
    refusedOnLoop("select", this::select);
    refusedOnLoop("lock", () -> lock(lock));
    refusedOnLoop("withLock", () -> withLock(lock));
    refusedOnLoop("join", CallSiteMessagesTest::join);
    refusedOnLoop("deadline", CallSiteMessagesTest::deadline);
    refusedOnLoop("all", CallSiteMessagesTest::all);
  }

  @Async
  private static int suspending() {
    Weft.yieldNow();
    return 1;
  }

  /** Needs a result of a coroutine to be made. */
  private static final class Made {
    final int value = suspendingCall();

    @Async
    private static int suspendingCall() {
      return suspending();
    }
  }

  /** Needs one to be initialized. */
  private static final class Initialized {
    static final int VALUE = Made.suspendingCall();
  }

  @Async
  private static int make() {
    return new Made().value;
  }

  @Async
  private static int initialize() {
    return Initialized.VALUE;
  }

  @Test
  void constructorsAndStaticInitializersAreToldThatTheyCannotSuspend() {
    assertThatThrownBy(() -> Weft.run(loop, () -> make()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(at " + HERE + "$Made.<init>(CallSiteMessagesTest.java:")
        .hasMessageContaining("; a constructor cannot suspend: await in a static @Async method");
    assertThatThrownBy(() -> Weft.run(loop, () -> initialize()))
        .isInstanceOf(ExceptionInInitializerError.class)
        .cause()
        .hasMessageContaining("(at " + HERE + "$Initialized.<clinit>(CallSiteMessagesTest.java:")
        .hasMessageContaining("; a static initializer cannot suspend: await in an @Async method");
  }

  @Test
  void whatIsBegunOnAClosedLoopIsToldWhere() {
    loop.close();
    assertThatThrownBy(() -> Weft.run(loop, () -> make()))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageStartingWith(loop + " has been closed (at " + HERE)
        .hasMessageEndingWith("; wait for what runs on it before that, or start it elsewhere");
    assertThatThrownBy(() -> loop.offload(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("-blocking have ended (at " + HERE)
        .hasMessageEndingWith("; hand work to them before what they belong to is closed");
  }

  private void send() throws Exception {
    channel.send(1);
  }

  private void receive() throws Exception {
    channel.receive();
  }

  private void loop() {
    for (Integer each : channel) {
      throw new AssertionError(each);
    }
  }

  private void select() throws Exception {
    Select.<Integer>of().onReceive(channel, x -> x).await();
  }

  private static void lock(AsyncLock lock) {
    lock.lock();
  }

  private static void withLock(AsyncLock lock) throws Exception {
    lock.withLock(() -> 1);
  }

  private static void join() throws Exception {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> forever());
      scope.join();
    }
  }

  private static void deadline() throws Exception {
    Weft.withDeadline(Duration.ofHours(1), () -> forever());
  }

  private static void all() {
    Tasks.awaitAll(Task.<Integer>completer().task());
  }

  @Test
  void whoAsksForATaskOnALoopIsToldToAwaitIt() {
    Task<Integer> task = Task.<Integer>completer().task();
    assertThatThrownBy(() -> onLoop(() -> get(task)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("waiting for a task (at " + HERE + ".get(")
        .hasMessageEndingWith("; await it instead, in an @Async method");
  }

  private static void get(Task<?> task) throws Exception {
    task.get();
  }

  /** A task that can be asked for where its body is written. */
  private <T> Task<T> self(List<Task<T>> self, AsyncCallable<T> body) {
    return Weft.run(
        loop,
        () -> {
          Task<T> task = Weft.start(loop, body); // runs when this has ended
          self.add(task);
          return task;
        });
  }

  @Test
  void aCoroutineThatAwaitsItself() {
    var self = new ArrayList<Task<Integer>>();
    assertAwaitsItself(self(self, () -> Weft.await(self.get(0))));
    self.clear();
    assertAwaitsItself(self(self, () -> Tasks.awaitAll(self.get(0)).get(0)));
    self.clear();
    assertThatThrownBy(() -> self(self, () -> valueOf(self.get(0))).get())
        .rootCause()
        .hasMessageStartingWith("a task waits for itself (at " + HERE + ".valueOf(")
        .hasMessageEndingWith("), so it would never end");
  }

  private static Integer valueOf(Task<Integer> task) throws Exception {
    return task.get();
  }

  private static void assertAwaitsItself(Task<?> task) {
    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a coroutine awaits its own task (at " + HERE + ".")
        .hasMessageEndingWith("), so it would never end");
  }

  @Test
  void aTaskSaysWhereItStands() {
    assertThat(suspended(() -> channel.receive())).matches(at("Channel.receive"));
    assertThat(suspended(() -> joins())).matches(at("TaskScope.join"));
    assertThat(suspended(() -> Weft.withDeadline(Duration.ofHours(1), () -> forever())))
        .matches(at("Weft.withDeadline, waits for the task .*"));
    assertThat(suspended(() -> sumOfBuffered())).matches(at("AsyncIterator.hasNext"));
  }

  private static String at(String call) {
    return "Task\\[at \\Q"
        + HERE
        + "\\E\\..*\\(CallSiteMessagesTest.java:\\d+\\), in "
        + call
        + "]";
  }

  private String suspended(AsyncCallable<?> body) {
    Task<?> task = Weft.start(loop, body);
    String standing;
    do {
      standing = Weft.run(loop, () -> task.toString());
    } while (standing.equals("Task[running]") || standing.equals("Task[not started]"));
    task.cancel(true);
    return standing;
  }

  @Async
  private static Object joins() throws Exception {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> forever());
      return scope.join();
    }
  }

  @Async
  private static AsyncGenerator<Integer> endless() {
    Weft.emit(Failures.<Integer>forever());
    return null;
  }

  @Async
  private static int sumOfBuffered() {
    int sum = 0;
    for (Integer each : endless().buffer(3)) {
      sum += each;
    }
    return sum;
  }

  @Async
  private static AsyncGenerator<Integer> ofNoAsyncGenerator(AsyncGenerator<Integer> none) {
    Weft.emitAll(none);
    return null;
  }

  @Async
  private static Generator<Integer> ofNoGenerator(Generator<Integer> none) {
    Weft.emitAll(none);
    return null;
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullsAreNamed() {
    assertIsNamed("elements", () -> ofNoAsyncGenerator(null).hasNext());
    assertIsNamed("elements", () -> ofNoGenerator(null).hasNext());
    assertIsNamed("stage 1", () -> Tasks.awaitAll(Task.completed(1), null));
    assertIsNamed("stage 0", () -> Tasks.awaitAny((Task<Integer>) null));
    assertIsNamed("stage", () -> Tasks.shielded((Task<Integer>) null));
    assertIsNamed("time", () -> Weft.delay(null));
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    assertIsRefused("buffer: 0", () -> endless().buffer(0));
    assertIsRefused("mapConcurrent: 0", () -> endless().mapConcurrent(0, x -> x));
    assertIsRefused("chunked: -1", () -> endless().chunked(-1, Duration.ZERO));
    assertIsRefused("chunked: PT-1S", () -> endless().chunked(1, Duration.ofSeconds(-1)));
    assertIsRefused("debounce: PT-1S", () -> endless().debounce(Duration.ofSeconds(-1)));
  }

  private static void assertIsRefused(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(what + " (at " + HERE + ".")
        .hasMessageContaining(") must ");
  }

  @Test
  void blockingWorkInOrdinaryCodeOnALoop() {
    refusedOnLoop("blocking", CallSiteMessagesTest::blocking);
  }

  private static void blocking() throws Exception {
    Weft.blocking(() -> 1);
  }

  private static void assertIsNamed(String argument, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(argument);
  }
}
