package dev.weft.benchmarks.weft;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.ManualScheduler;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.spi.Scheduler;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** Where the coroutines of a benchmark run, and how the caller gets to their result. */
public interface Runner extends AutoCloseable {

  /** What runs the steps. */
  Scheduler scheduler();

  /**
   * Runs {@code body} and all that it starts.
   *
   * @param wake called when nothing is ready; makes something ready, or returns false
   */
  long run(AsyncCallable<Long> body, BooleanSupplier wake);

  /** The same where nothing has to be woken. */
  default long run(AsyncCallable<Long> body) {
    return run(body, () -> false);
  }

  @Override
  default void close() {}

  /** Weft's scheduler for a thread that runs its steps itself. */
  static Runner manual() {
    return new Manual();
  }

  /** A scheduler of three lines on the calling thread. */
  static Runner queue() {
    return new Queue();
  }

  /** Weft's event loop, with the caller blocked until the body is done. */
  static Runner loop() {
    return new Loop();
  }

  /** No scheduler: a coroutine goes on where what it waits for is completed. */
  static Runner inPlace() {
    return new InPlace();
  }

  /** See {@link #inPlace}. */
  final class InPlace implements Runner {
    @Override
    public Scheduler scheduler() {
      return Schedulers.immediate();
    }

    @Override
    public long run(AsyncCallable<Long> body, BooleanSupplier wake) {
      Task<Long> task = Weft.start(body);
      boolean more;
      do {
        more = wake.getAsBoolean();
      } while (more);
      return Weft.await(task);
    }
  }

  /** See {@link #manual}. */
  final class Manual implements Runner {
    private final ManualScheduler scheduler = Schedulers.manual();

    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public long run(AsyncCallable<Long> body, BooleanSupplier wake) {
      Task<Long> task = Weft.start(scheduler, body);
      do {
        scheduler.run();
      } while (wake.getAsBoolean());
      return Weft.await(task);
    }
  }

  /** See {@link #queue}. */
  final class Queue implements Runner, Scheduler {
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

    @Override
    public void schedule(Runnable step) {
      ready.add(step);
    }

    @Override
    public Scheduler scheduler() {
      return this;
    }

    @Override
    public long run(AsyncCallable<Long> body, BooleanSupplier wake) {
      Task<Long> task = Weft.start(this, body);
      do {
        Schedulers.runSteps(ready, Integer.MAX_VALUE);
      } while (wake.getAsBoolean());
      return Weft.await(task);
    }
  }

  /** See {@link #loop}. */
  final class Loop implements Runner {
    private final EventLoop loop = Schedulers.eventLoop();

    @Override
    public Scheduler scheduler() {
      return loop;
    }

    @Override
    public long run(AsyncCallable<Long> body, BooleanSupplier wake) {
      return Weft.run(loop, body);
    }

    @Override
    public void close() {
      loop.close();
    }
  }
}
