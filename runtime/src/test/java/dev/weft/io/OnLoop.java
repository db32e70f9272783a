package dev.weft.io;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Coroutines of one suspending call each, as woven code would make them. */
public final class OnLoop {

  private OnLoop() {}

  /** The body of a call without an object as its result. */
  @FunctionalInterface
  public interface Call {
    /** Makes the call last. */
    void call(int room, WovenCarrier carrier) throws Exception;
  }

  /** The body of a call that gives an object. */
  @FunctionalInterface
  public interface Get<T> {
    /** Makes the call last. */
    @Nullable T get(int room, WovenCarrier carrier) throws Exception;
  }

  /** Starts a call and returns when it has ended, or is suspended. */
  public static Task<?> start(EventLoop loop, Call call) {
    Task<?> task = startOn(loop, call);
    awaitTurn(loop);
    return task;
  }

  /** Starts a call anywhere. */
  public static Task<?> startOn(Scheduler scheduler, Call call) {
    return Weft.start(
        scheduler,
        new AsyncRunnable() {
          @SuppressWarnings("unused") // says that the body is no proxy's
          private static void weft$woven() {}

          @Override
          public void run() {
            throw new AssertionError("called as if it could not suspend");
          }

          @Override
          public void run(int room, WovenCarrier carrier) throws Exception {
            call.call(room, carrier);
          }
        });
  }

  /** The same for a call that gives an object. */
  public static <T> Task<T> get(EventLoop loop, Get<T> call) {
    Task<T> task =
        Weft.start(
            loop,
            new AsyncCallable<T>() {
              @SuppressWarnings("unused") // says that the body is no proxy's
              private static void weft$woven() {}

              @Override
              public T call() {
                throw new AssertionError("called as if it could not suspend");
              }

              @Override
              @SuppressWarnings("NullAway") // null while it is being suspended
              public T call(int room, WovenCarrier carrier) throws Exception {
                return call.get(room, carrier);
              }
            });
    awaitTurn(loop);
    return task;
  }

  /** Returns when the loop has run all steps that it had before. */
  public static void awaitTurn(EventLoop loop) {
    var ran = new CompletableFuture<Void>();
    loop.schedule(() -> ran.complete(null));
    ran.join();
  }

  /** What a task has failed with; waits for it. */
  public static Throwable failureOf(Task<?> task) throws InterruptedException {
    try {
      Object result = task.get();
      throw new AssertionError("no failure, but " + result);
    } catch (ExecutionException failed) {
      return failed.getCause();
    } catch (RuntimeException failure) {
      return failure;
    }
  }
}
