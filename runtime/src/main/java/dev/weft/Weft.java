package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Stages;
import dev.weft.internal.engine.UnobservedFailure;
import dev.weft.internal.tasks.BlockingCall;
import dev.weft.internal.tasks.BlockingJoin;
import dev.weft.internal.tasks.Deadline;
import dev.weft.internal.tasks.SchedulerSwitch;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.woven.AsyncGeneratorMethod;
import dev.weft.woven.GeneratorMethod;
import dev.weft.woven.Intrinsic;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The words of the language: {@code await}, {@code yieldNow}, {@code delay} and {@code emit} for
 * coroutines, {@code start} and {@code run} for whoever begins one.
 *
 * <p>In woven methods the first four are suspension points; the weaver replaces the calls. Called
 * in a method that was not woven, {@code await} of something finished returns its value, and
 * whatever would have to suspend throws a {@link NotWovenException} that says what to do; it never
 * blocks.
 */
@SuppressWarnings("DoNotCallSuggester") // what always throws is only reached when nothing was woven
public final class Weft {

  private Weft() {}

  /**
   * Suspends until {@code task} is done.
   *
   * <p>A coroutine that is cancelled meanwhile cancels the task with it, unless somebody else waits
   * for that, too; {@code dev.weft.concurrent.Tasks.shielded} awaits without cancelling.
   *
   * @return its result
   */
  @Intrinsic(
      owner = Suspend.class,
      method = "await",
      parameters = CompletionStage.class,
      consumes = true)
  public static <T extends @Nullable Object> T await(Task<T> task) {
    return Unchecked.cast(unwoven((Completion) Objects.requireNonNull(task, "await(null)")));
  }

  /**
   * Suspends until {@code stage} is done.
   *
   * <p>Throws what the stage failed with as it is, also a checked exception; a {@code
   * CompletionException} around it is taken off. A coroutine that is cancelled meanwhile cancels
   * the stage, if that is a {@code Future}, unless somebody else depends on it.
   *
   * @return its result
   */
  @Intrinsic(owner = Suspend.class, method = "await", consumes = true)
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    Objects.requireNonNull(stage, "await(null)");
    return Unchecked.cast(
        stage instanceof Completion task ? unwoven(task) : unwoven(stage.toCompletableFuture()));
  }

  private static @Nullable Object unwoven(Completion task) {
    if (!task.isDone()) {
      throw NotWovenException.at("await of an unfinished task");
    }
    try {
      return task.result();
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  private static @Nullable Object unwoven(CompletableFuture<?> future) {
    Object result;
    try {
      result = Stages.resultNow(future);
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
    if (result == Stages.NOT_DONE) {
      throw NotWovenException.at("await of an unfinished future");
    }
    return result;
  }

  /** Lets whatever else is ready on this scheduler run first; does nothing in an unwoven method. */
  @Intrinsic(owner = Suspend.class, method = "yieldNow")
  public static void yieldNow() {
    // ordinary code has no scheduler to give way to
  }

  /** Suspends for {@code time}; returns at once if that is not positive. */
  @Intrinsic(owner = Suspend.class, method = "delay")
  public static void delay(Duration time) {
    Objects.requireNonNull(time, "time");
    if (!time.isZero() && !time.isNegative()) {
      throw NotWovenException.at("delay");
    }
  }

  /**
   * Suspends the running coroutine until somebody resumes it: what anything to wait for can be made
   * of, out of callbacks, listeners or another library's futures.
   *
   * <pre>{@code
   * @Async
   * static String ask(Device device) {
   *   return Weft.suspend(resumption -> {
   *     Request request = device.ask(resumption::resume, resumption::fail); // on any thread
   *     resumption.onCancel(request::abort);
   *   });
   * }
   * }</pre>
   *
   * <p>{@code block} runs at once, on this thread, before the coroutine is suspended; it is
   * ordinary code, and cannot suspend itself. If it has resumed or failed it when it returns,
   * nothing is suspended. In ordinary code this blocks the thread.
   *
   * <p><b>Cancellation.</b> If the coroutine is cancelled before, {@code block} is not run; while
   * it waits, {@link Resumption#onCancel} says what is done, and the {@code CancellationException}
   * is thrown; once it has been resumed, it gets the value first. For a wait that is repeated very
   * often, {@link ReusableResumption} does without the object that this makes.
   *
   * <p>Throws what {@code block} throws, or what the resumption is failed with, as it is.
   *
   * @return what it was resumed with
   */
  @Async
  public static <T extends @Nullable Object> T suspend(Resumption.Block<T> block) {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = suspend(block, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * For generated code: the body of {@link #suspend(Resumption.Block)}.
   *
   * @hidden
   */
  public static @Nullable Object suspend(
      Resumption.Block<?> block, int room, WovenCarrier carrier) {
    Objects.requireNonNull(block, "block");
    carrier.refuseInGenerator();
    try {
      return new ResumptionOperation<>().begin(Unchecked.cast(block), carrier);
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }

  /**
   * Throws the {@code CancellationException} of the running coroutine if it has been cancelled and
   * has not met that yet, or the failure of a scope that it has opened: for long computations
   * between suspension points. Never suspends; does nothing in ordinary code.
   *
   * <p>It asks no clock. A time that passes, of {@link #withDeadline} or a scope, cancels by a
   * timer, which an event loop fires between steps only, and which {@code withDeadline} sets when
   * its body first waits. So a computation on an event loop that is to be bounded by a time has to
   * {@link #yieldNow} now and then.
   */
  public static void checkCancelled() {
    Carrier.current().meetPending();
  }

  /**
   * Suspends the running coroutine and goes on with it on {@code scheduler}, where all its further
   * steps run. Does nothing if it belongs there already.
   *
   * <p>If {@code scheduler} refuses, throws what that one has thrown, on the scheduler from before.
   */
  @Async
  public static void switchTo(Scheduler scheduler) {
    WovenCarrier carrier = WovenCarrier.current();
    if (!(carrier.coroutine() instanceof TaskCoroutine)) {
      throw NotWovenException.at("switchTo");
    }
    switchTo(scheduler, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * For generated code: the body of {@link #switchTo(Scheduler)}.
   *
   * @hidden
   */
  public static void switchTo(Scheduler scheduler, int room, WovenCarrier carrier) {
    Objects.requireNonNull(scheduler, "scheduler");
    if (!(carrier.coroutine() instanceof TaskCoroutine task)) {
      throw new IllegalStateException(
          "switchTo moves a coroutine that Weft.start or a task method has begun; this one was"
              + " begun by a suspending method that ordinary code called, and belongs to that"
              + " thread"
              + CallSites.atCaller());
    }
    if (task.scheduler() != scheduler) {
      new SchedulerSwitch(task, scheduler).begin(carrier);
    }
  }

  /**
   * Runs {@code body} as a coroutine of its own and suspends until it is done, but no longer than
   * {@code time}: then the body is cancelled where it waits.
   *
   * <p>The body begins at once, on this thread, and belongs to the caller's scheduler. This call
   * ends only when the body has: its finally blocks, which may await, have run by then. A body that
   * never suspends is not cut short, and one that catches its cancellation and returns a value has
   * that value returned, late as it is. Deadlines may be nested; each throws at its own call. A
   * body that is done without having waited sets no timer.
   *
   * <p><b>The caller is cancelled</b> meanwhile: the body is, where it waits, and this ends when it
   * has. If the body ends by its cancellation, this throws that; if it returns a value all the
   * same, or throws anything else, so does this, and the caller meets its cancellation at its next
   * suspension point. When the scheduler ends, or a scope of the caller has failed, that is thrown,
   * and a value that is an {@code AutoCloseable} is closed.
   *
   * <p>Throws what the body throws, as it is.
   *
   * @param time how long; if it is not positive, the body is not begun
   * @return what the body returns
   * @throws TimeoutException if the time had passed and the cancellation ended the body
   */
  @Async
  public static <T extends @Nullable Object> T withDeadline(Duration time, AsyncCallable<T> body)
      throws TimeoutException {
    WovenCarrier carrier = WovenCarrier.current();
    Object result = withDeadline(time, body, Carrier.MAX_DEPTH, carrier);
    return Unchecked.cast(carrier.isUnwinding() ? carrier.blockObject() : result);
  }

  /**
   * For generated code: the body of {@link #withDeadline(Duration, AsyncCallable)}.
   *
   * @hidden
   */
  public static @Nullable Object withDeadline(
      Duration time, AsyncCallable<?> body, int room, WovenCarrier carrier)
      throws TimeoutException {
    Deadline.check(time, body, carrier);
    return Deadline.call(time, TaskFactory.inheriting(carrier, body), room, carrier);
  }

  /**
   * The same for a body without a result.
   *
   * @throws TimeoutException if the time had passed and the cancellation ended the body
   */
  @Async
  public static void withDeadline(Duration time, AsyncRunnable body) throws TimeoutException {
    WovenCarrier carrier = WovenCarrier.current();
    withDeadline(time, body, Carrier.MAX_DEPTH, carrier);
    if (carrier.isUnwinding()) {
      carrier.blockVoid();
    }
  }

  /**
   * For generated code: the body of {@link #withDeadline(Duration, AsyncRunnable)}.
   *
   * @hidden
   */
  public static void withDeadline(Duration time, AsyncRunnable body, int room, WovenCarrier carrier)
      throws TimeoutException {
    Deadline.check(time, body, carrier);
    var unused = Deadline.call(time, TaskFactory.inheriting(carrier, body), room, carrier);
  }

  /**
   * Suspends while {@code work}, which may block (JDBC, files, a {@code Process}), runs on another
   * thread. On any scheduler; the coroutine goes on where it belongs.
   *
   * <p><b>Where it runs.</b> On one of the daemon threads that all of Weft shares for this: 64, or
   * as many as there are processors if those are more ({@code -Ddev.weft.blockingThreads=N}). They
   * are made when needed and end when idle. Work that finds all of them busy waits in a queue,
   * first come, first served; the queue has no bound unless {@code -Ddev.weft.blockingQueue=N} sets
   * one, and then this throws a {@link RejectedExecutionException} when it is full. With {@code
   * -Ddev.weft.blockingKind=virtual}, on JDK 21 and newer, each piece of work has a virtual thread
   * of its own, as many as there is work unless {@code blockingThreads} bounds them. The thread has
   * the context class loader of the caller. A suspending method that ordinary code has called, and
   * ordinary code that calls this itself, have a thread of their own that may block: there {@code
   * work} simply runs.
   *
   * <p><b>Cancellation</b> never leaves {@code work} behind: what it uses may be released by the
   * caller's finally blocks.
   *
   * <ul>
   *   <li>Cancelled before a thread has begun with it: it never begins, and this throws the {@link
   *       CancellationException}.
   *   <li>While it runs: its thread is interrupted, once for each time that the coroutine is
   *       cancelled, and the coroutine waits for it to end. If it ends by an {@link
   *       InterruptedException}, by one of the exceptions by which channels and streams say the
   *       same, or by a {@code CancellationException}, this throws the coroutine's own
   *       CancellationException with that one suppressed in it. If it returns a value or fails with
   *       something else all the same, this does so, too, and the coroutine meets the cancellation
   *       at its next suspension point.
   *   <li>After it has ended: the coroutine gets what it ended with, and meets the cancellation at
   *       its next suspension point.
   *   <li>The thread is interrupted only while it runs this work. What it leaves of an interrupt is
   *       cleared.
   * </ul>
   *
   * <p>If the coroutine's scheduler refuses it, or ends (an event loop that is closed, after its
   * grace period), this throws what the scheduler says. Then nobody takes the result: it is closed
   * if it is {@link AutoCloseable}, when it is there; a failure goes to the thread's uncaught
   * exception handler.
   *
   * <p>{@code work} is ordinary code on a thread that may block, and no coroutine: it may call
   * suspending methods, which block that thread, but its own {@code await}s are not woven.
   *
   * @return what {@code work} returns
   * @throws Exception what {@code work} throws, as it is
   * @throws IllegalStateException in a generator; and if code that is not woven calls this on a
   *     thread that must not block, an event loop's
   */
  @Async
  public static <T extends @Nullable Object> T blocking(Callable<T> work) throws Exception {
    return Unchecked.cast(BlockingCall.callHere(work, WovenCarrier.current()));
  }

  /**
   * For generated code: the body of {@link #blocking(Callable)}.
   *
   * @hidden
   */
  public static @Nullable Object blocking(Callable<?> work, int room, WovenCarrier carrier)
      throws Exception {
    return BlockingCall.call(work, carrier);
  }

  /**
   * The same for work without a result. A lambda that could be either is a {@code Callable}, as
   * with {@link ExecutorService#submit(Callable)}.
   *
   * @throws Exception what {@code work} throws, as it is
   */
  @Async
  public static void blocking(BlockingRunnable work) throws Exception {
    var unused = BlockingCall.callHere(callable(work), WovenCarrier.current());
  }

  /**
   * For generated code: the body of {@link #blocking(BlockingRunnable)}.
   *
   * @hidden
   */
  public static void blocking(BlockingRunnable work, int room, WovenCarrier carrier)
      throws Exception {
    var unused = BlockingCall.call(callable(work), carrier);
  }

  private static Callable<@Nullable Void> callable(BlockingRunnable work) {
    Objects.requireNonNull(work, "work");
    return () -> {
      work.run();
      return null;
    };
  }

  /** Hands one element out of the generator whose method this is called in. */
  @Intrinsic(owner = Suspend.class, method = "emit", emits = true)
  public static <T extends @Nullable Object> void emit(T element) {
    throw NotWovenException.at("emit");
  }

  /** Hands out all elements of {@code elements}, which is used up, at the cost of one each. */
  @Intrinsic(
      owner = GeneratorMethod.class,
      method = "emitAll",
      parameters = Object.class,
      emits = true,
      consumes = true)
  public static <T extends @Nullable Object> void emitAll(Generator<? extends T> elements) {
    throw NotWovenException.at("emitAll");
  }

  /**
   * The same for an async generator, whose body may wait, in another one.
   *
   * @throws IllegalStateException if somebody waits for one of the elements
   */
  @Intrinsic(
      owner = AsyncGeneratorMethod.class,
      method = "emitAll",
      parameters = Object.class,
      emits = true,
      awaits = true,
      consumes = true)
  public static <T extends @Nullable Object> void emitAll(AsyncGenerator<? extends T> elements) {
    throw NotWovenException.at("emitAll");
  }

  /**
   * Starts a coroutine on {@code scheduler}, where all its steps run.
   *
   * @return its task; if the scheduler refuses, it has failed with what the scheduler threw
   */
  public static <T extends @Nullable Object> Task<T> start(
      Scheduler scheduler, AsyncCallable<T> body) {
    var task = TaskFactory.on(Objects.requireNonNull(scheduler, "scheduler"), body);
    task.begin();
    return TaskFactory.task(task);
  }

  /** The same for a body without a result. */
  public static Task<@Nullable Void> start(Scheduler scheduler, AsyncRunnable body) {
    var task = TaskFactory.on(Objects.requireNonNull(scheduler, "scheduler"), body);
    task.begin();
    return TaskFactory.task(task);
  }

  /**
   * Starts a coroutine at once on this thread. It belongs to the scheduler of the coroutine that
   * calls this; called from ordinary code, it goes on where what it awaits completes: on the thread
   * that does so, and after a delay on one of a few daemon threads that all of Weft shares. So does
   * a task method that ordinary code calls. To stay elsewhere, it may {@link #switchTo}. Where some
   * hundred coroutines have been started inside one another, it starts as soon as the outermost
   * pauses, so that the stack does not overflow.
   */
  public static <T extends @Nullable Object> Task<T> start(AsyncCallable<T> body) {
    var task = TaskFactory.inheriting(Carrier.current(), body);
    task.run();
    return TaskFactory.task(task);
  }

  /** The same for a body without a result. */
  public static Task<@Nullable Void> start(AsyncRunnable body) {
    var task = TaskFactory.inheriting(Carrier.current(), body);
    task.run();
    return TaskFactory.task(task);
  }

  /**
   * {@link #start(AsyncCallable)} of a coroutine with a name, which its task's text and messages
   * show.
   */
  public static <T extends @Nullable Object> Task<T> start(String name, AsyncCallable<T> body) {
    var task = TaskFactory.inheriting(Carrier.current(), body);
    task.makeLocals().name(Objects.requireNonNull(name, "name"));
    task.run();
    return TaskFactory.task(task);
  }

  /** The same for a body without a result. */
  public static Task<@Nullable Void> start(String name, AsyncRunnable body) {
    var task = TaskFactory.inheriting(Carrier.current(), body);
    task.makeLocals().name(Objects.requireNonNull(name, "name"));
    task.run();
    return TaskFactory.task(task);
  }

  /**
   * Runs a coroutine on {@code scheduler} and blocks this thread until it is done. An interrupt
   * cancels the coroutine.
   *
   * <p>Throws what the coroutine throws, as it is.
   *
   * @return its result
   * @throws IllegalStateException on the thread of an event loop, or if {@code scheduler} is a
   *     {@linkplain Schedulers#manual manual} one that this thread would have to run
   */
  public static <T extends @Nullable Object> T run(Scheduler scheduler, AsyncCallable<T> body) {
    return Unchecked.cast(join(start(scheduler, body)));
  }

  /** The same for a body without a result. */
  public static void run(Scheduler scheduler, AsyncRunnable body) {
    join(start(scheduler, body));
  }

  /**
   * Says who is told of the failures of tasks that nobody hears of: a task has failed, and it has
   * not been awaited, nor asked for its result or failure, nor has anything been registered with
   * it. Each is told once, when the task has become unreachable, or when the event loop that it
   * belongs to has ended. A cancellation is no failure.
   *
   * <p>Until this is called, they go to {@linkplain Thread#setDefaultUncaughtExceptionHandler the
   * uncaught exception handler} of the thread that finds them: the event loop's, or one that is
   * there for that. What {@code handler} throws goes there, too.
   *
   * @param handler called on any thread, soon after one another or at once; must not block. Null
   *     for what was before
   */
  public static void onUnobservedFailure(@Nullable Consumer<? super Throwable> handler) {
    UnobservedFailure.handler(handler);
  }

  private static @Nullable Object join(Task<?> task) {
    try {
      return BlockingJoin.join((Completion) task);
    } catch (Throwable failure) {
      throw SneakyThrow.sneaky(failure);
    }
  }
}
