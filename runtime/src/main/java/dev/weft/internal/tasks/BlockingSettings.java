package dev.weft.internal.tasks;

import dev.weft.internal.util.HelperThreads;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system properties that say on which threads blocking work runs, read once, and the threads
 * that are made of them.
 *
 * <p>A value that makes no sense is told by each piece of work that would have used it, as a
 * refusal: the first one may well be one that nobody looks at.
 */
final class BlockingSettings {

  static final String KIND = "dev.weft.blockingKind";
  static final String THREADS = "dev.weft.blockingThreads";
  static final String QUEUE = "dev.weft.blockingQueue";

  private static final int FEWEST = 64;

  private BlockingSettings() {}

  /** The process's threads, made when the first piece of work is. */
  private static final class Shared {
    static final HelperThreads THREADS_OF_PROCESS = make(System::getProperty);
  }

  static HelperThreads shared() {
    return Shared.THREADS_OF_PROCESS;
  }

  /** Threads as {@code properties} have it. */
  static HelperThreads make(Function<String, @Nullable String> properties) {
    try {
      boolean virtual = isVirtual(properties.apply(KIND));
      int most = virtual ? Integer.MAX_VALUE : Math.max(FEWEST, processors());
      return threads(
          virtual ? virtualThreads() : platformThreads(),
          number(properties, THREADS, 1, most),
          number(properties, QUEUE, 0, Integer.MAX_VALUE),
          virtual ? 0 : HelperThreads.idleNanos());
    } catch (IllegalArgumentException wrong) {
      return threads(refusing(wrong), 1, 0, 0);
    }
  }

  /** Threads for blocking work; see {@link HelperThreads}. */
  static HelperThreads threads(ThreadFactory factory, int most, int capacity, long idleNanos) {
    String whenFull = "; raise -D" + THREADS + " or -D" + QUEUE + ", or start fewer at once";
    return new HelperThreads("blocking work", factory, most, capacity, idleNanos, whenFull);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static boolean isVirtual(@Nullable String kind) {
    if (kind == null || kind.equals("platform")) {
      return false;
    }
    if (kind.equals("virtual")) {
      return true;
    }
    throw new IllegalArgumentException("-D" + KIND + "=" + kind + ": say platform or virtual");
  }

  private static int number(
      Function<String, @Nullable String> properties, String name, int least, int otherwise) {
    String value = properties.apply(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException("-D" + name + "=" + value + ": say a number", notOne);
    }
    throw new IllegalArgumentException("-D" + name + "=" + value + ": say " + least + " or more");
  }

  private static ThreadFactory refusing(IllegalArgumentException wrong) {
    return unused -> {
      throw new RejectedExecutionException(wrong.getMessage(), wrong);
    };
  }

  /** Threads that keep nothing of whoever happens to be the first to need them. */
  private static ThreadFactory platformThreads() {
    var count = new AtomicInteger();
    return work -> {
      var thread = new Thread(null, work, "weft-blocking-" + count.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      return thread;
    };
  }

  /** The same, virtual; found by name, since Weft is compiled for JDK 17. */
  private static ThreadFactory virtualThreads() {
    try {
      var lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle ofVirtual =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
      MethodHandle named =
          lookup.findVirtual(
              builder, "name", MethodType.methodType(builder, String.class, long.class));
      MethodHandle inheriting =
          lookup.findVirtual(
              builder,
              "inheritInheritableThreadLocals",
              MethodType.methodType(builder, boolean.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      Object made =
          inheriting.invoke(named.invoke(ofVirtual.invoke(), "weft-blocking-", 1L), false);
      return (ThreadFactory) factory.invoke(made);
    } catch (ClassNotFoundException older) {
      throw new IllegalArgumentException(
          "-D"
              + KIND
              + "=virtual: virtual threads need JDK 21 or newer, and this is JDK "
              + Runtime.version().feature(),
          older);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
