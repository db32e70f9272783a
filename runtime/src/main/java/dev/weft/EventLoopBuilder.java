package dev.weft;

import dev.weft.internal.loop.LoopSettings;
import dev.weft.internal.loop.StallText;
import dev.weft.internal.timers.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of event loops to be made. Not for use by several threads at once; a loop that was
 * built keeps what was set then.
 */
public final class EventLoopBuilder {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private @Nullable String name;
  private ThreadFactory factory = EventLoopBuilder::daemon;
  private @Nullable Duration stallThreshold;
  private @Nullable Consumer<Stall> onStall;
  private @Nullable Consumer<Stall> onStallEnd;
  private Duration grace = Duration.ofSeconds(5);
  private int blockingThreads = 4;

  EventLoopBuilder() {}

  private static Thread daemon(Runnable loop) {
    var thread = new Thread(loop);
    thread.setDaemon(true);
    return thread;
  }

  /** The name of the thread and the loop; by default {@code weft-loop-} and a number. */
  public EventLoopBuilder name(String threadName) {
    name = Objects.requireNonNull(threadName, "name");
    return this;
  }

  /** Makes the thread; by default, a daemon. It must run what it is given, and only that. */
  public EventLoopBuilder threadFactory(ThreadFactory threadFactory) {
    factory = Objects.requireNonNull(threadFactory, "threadFactory");
    return this;
  }

  /**
   * How long a step may hold the loop before it is reported, exactly: each step is then looked at,
   * which costs some nanoseconds. Unset, the loop is looked at from time to time, which costs it
   * nothing, and reported when it seems to have been held for the 2 seconds of the system property
   * {@code dev.weft.stallWarning} (in milliseconds; 0 for no such reports): by default, once for
   * each place in the program.
   *
   * @param threshold positive; one that is less than some milliseconds reports the collector, too
   */
  public EventLoopBuilder stallThreshold(Duration threshold) {
    stallThreshold = positive(threshold, "stall threshold");
    return this;
  }

  /**
   * Told of each step that holds the loop for longer than the threshold, once, while it does; on a
   * thread that watches. By default, a warning is logged. The handler may take its time: meanwhile
   * no other step is reported, and the loop can be closed, by the handler as well, which then does
   * not wait for its end. What it throws goes to that thread's uncaught exception handler.
   */
  public EventLoopBuilder onStall(Consumer<Stall> handler) {
    onStall = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Told of each step that {@link #onStall} was told of, when it is over; on the same thread. Its
   * {@link Stall#held} is how long the step has held the loop altogether, as far as that was
   * noticed: up to a quarter of the threshold more, or longer if the first handler took its time.
   * By default, that is logged if the stall was, and else nothing is done.
   */
  public EventLoopBuilder onStallEnd(Consumer<Stall> handler) {
    onStallEnd = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /** What a loop tells its stalls; later changes do not concern it. */
  private LoopSettings.StallListener stallListener() {
    Consumer<Stall> logging = stall -> StallText.log(stall.describe());
    Consumer<Stall> handler = Objects.requireNonNullElse(onStall, logging);
    Consumer<Stall> loggingEnd =
        onStall == null ? stall -> StallText.log(stall.describeEnd()) : stall -> {};
    Consumer<Stall> endHandler = Objects.requireNonNullElse(onStallEnd, loggingEnd);
    return (loop, nanos, stack, runs) -> {
      Stall stall = Stall.of((EventLoop) loop, nanos, stack, runs);
      handler.accept(stall);
      return held -> endHandler.accept(stall.after(held));
    };
  }

  /**
   * How long coroutines may take to end when the loop is closed; by default 5 seconds. Whatever
   * they do, closing then goes on without them: see {@link EventLoop#close}.
   */
  public EventLoopBuilder grace(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("the grace period is negative: " + time);
    }
    grace = time;
    return this;
  }

  /** How many threads a loop may have for what blocks; by default 4. They start when needed. */
  public EventLoopBuilder blockingThreads(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("blockingThreads: " + number + " is not positive");
    }
    blockingThreads = number;
    return this;
  }

  private static Duration positive(Duration time, String what) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the " + what + " is not positive: " + time);
    }
    return time;
  }

  /** A new loop; its thread starts with the first step. */
  public EventLoop build() {
    return new EventLoop(settings(name));
  }

  /**
   * New loops to share a load.
   *
   * @param number how many, at least 1
   */
  public EventLoops build(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("a group of " + number + " loops");
    }
    var loops = new ArrayList<EventLoop>();
    for (int i = 1; i <= number; i++) {
      loops.add(new EventLoop(settings(name == null ? null : name + "-" + i)));
    }
    return new EventLoops(loops);
  }

  /** What is set now; later changes do not concern it. */
  private LoopSettings settings(@Nullable String threadName) {
    ThreadFactory threads = factory;
    return new LoopSettings(
        loop -> newThread(threads, threadName, loop),
        grace,
        blockingThreads,
        stallThreshold == null ? 0 : Timers.nanos(stallThreshold),
        stallListener(),
        onStall != null);
  }

  private static Thread newThread(ThreadFactory threads, @Nullable String name, Runnable loop) {
    Thread thread = threads.newThread(loop);
    if (thread == null) {
      throw new IllegalArgumentException("the thread factory made no thread: " + threads);
    }
    if (name != null) {
      thread.setName(name);
    } else if (thread.getName().startsWith("Thread-")) {
      thread.setName("weft-loop-" + NUMBER.incrementAndGet());
    }
    return thread;
  }
}
