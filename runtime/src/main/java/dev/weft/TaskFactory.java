package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextSnapshot;
import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.engine.InitialFrame;
import dev.weft.internal.jfr.FlightRecording;
import dev.weft.internal.linking.BodyCaller;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.Observers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.Unchecked;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes coroutines that are tasks: which class one has depends on its scheduler, and how it begins
 * on the kind of its body. Every coroutine made here is a {@link Task}.
 */
final class TaskFactory {

  private static final BodyCaller CALLABLE =
      new BodyCaller(AsyncCallable.class, "call", Object.class, WovenCarrier.class);

  private static final BodyCaller RUNNABLE =
      new BodyCaller(AsyncRunnable.class, "run", void.class, WovenCarrier.class);

  private static final InitialFrame CALL =
      new InitialFrame(
          (body, carrier) -> {
            if (CALLABLE.hasBody(body)) {
              return ((AsyncCallable<?>) body).call(carrier.room(), (WovenCarrier) carrier);
            }
            CALLABLE.callOrdinary(body, carrier);
            return null;
          });

  private static final InitialFrame RUN =
      new InitialFrame(
          (body, carrier) -> {
            if (RUNNABLE.hasBody(body)) {
              ((AsyncRunnable) body).run(carrier.room(), (WovenCarrier) carrier);
            } else {
              RUNNABLE.callOrdinary(body, carrier);
            }
            return null;
          });

  static { // before the first is made
    String observe = System.getProperty("weft.observe", "false");
    if (!observe.equals("false")) {
      Observers.observeFromStart(observe.equals("origins"));
    }
    FlightRecording.atStart();
  }

  private TaskFactory() {}

  /** A coroutine that belongs to {@code scheduler}; its first run is made by who calls this. */
  static TaskCoroutine on(@Nullable Scheduler scheduler) {
    return inheriting(
        scheduler instanceof EventLoop
            ? new LoopCoroutineTask<>(scheduler)
            : new CoroutineTask<>(scheduler));
  }

  /** Everything made here has what is bound where it is made, and is known to who observes. */
  private static TaskCoroutine inheriting(TaskCoroutine made) {
    if (ContextSnapshot.mayInherit()) {
      ContextSnapshot.bequeath(made);
    }
    if (ContextUse.ofObservation()) {
      CoroutineRegistry.made(made);
    }
    return made;
  }

  /** A coroutine that belongs to {@code scheduler} and begins with {@code body}. */
  static TaskCoroutine on(@Nullable Scheduler scheduler, AsyncCallable<?> body) {
    return on(scheduler, CALL, Objects.requireNonNull(body, "body"));
  }

  /** A coroutine that belongs to {@code scheduler} and begins with {@code body}. */
  static TaskCoroutine on(@Nullable Scheduler scheduler, AsyncRunnable body) {
    return on(scheduler, RUN, Objects.requireNonNull(body, "body"));
  }

  private static TaskCoroutine on(
      @Nullable Scheduler scheduler, InitialFrame initial, Object body) {
    return inheriting(
        scheduler instanceof EventLoop
            ? new LoopCoroutineTask<>(scheduler, initial, body)
            : new CoroutineTask<>(scheduler, initial, body));
  }

  /** A coroutine that begins with {@code body} where what runs on this thread belongs. */
  static TaskCoroutine inheriting(Carrier carrier, AsyncCallable<?> body) {
    return on(TaskCoroutine.inherited(carrier), body);
  }

  /** A coroutine that begins with {@code body} where what runs on this thread belongs. */
  static TaskCoroutine inheriting(Carrier carrier, AsyncRunnable body) {
    return on(TaskCoroutine.inherited(carrier), body);
  }

  /** {@code coroutine} as the task that it is. */
  static <T extends @Nullable Object> Task<T> task(TaskCoroutine coroutine) {
    return Unchecked.cast(coroutine);
  }
}
