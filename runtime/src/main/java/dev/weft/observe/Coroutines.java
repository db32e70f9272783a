package dev.weft.observe;

import dev.weft.internal.observe.Observers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live coroutines of this process: for whoever wants to know what a program that runs, hangs or
 * is slow is doing.
 *
 * <pre>{@code
 * Coroutines.observe();                       // or -Dweft.observe=true
 * ...
 * System.out.println(Coroutines.dump());      // all of them, equal ones together
 * }</pre>
 *
 * <p><b>Which are seen.</b> Those that were made while coroutines were observed, and at any time
 * those of event loops that are suspended, ready or running there, and whatever these wait for.
 * Observed ones also have a lasting number, and are known to run or to be ready, and since when.
 *
 * <p><b>What it costs.</b> Not observed: nothing. Observed: each start makes two objects more, and
 * each step reads the clock twice. The coroutines are held weakly, also by event loops: one that
 * nothing can wake any more is let go of, and named as {@linkplain CoroutineDump#leaks a leak}; its
 * {@code finally} blocks do not run then, not even when its event loop is closed.
 *
 * <p>All methods may be called by any thread, and do not stop what runs.
 */
public final class Coroutines {

  private Coroutines() {}

  /** Observes coroutines that are made from now on. */
  public static void observe() {
    Observers.observe(false);
  }

  /**
   * The same, and keeps of each where it was made, which takes some microseconds and about a
   * hundred bytes more for each call that is kept, eight at most.
   */
  public static void observeWithOrigins() {
    Observers.observe(true);
  }

  /** Observes none any more, and forgets those that were, and what was found of leaks. */
  public static void stopObserving() {
    Observers.stopObserving();
  }

  /** Whether coroutines that are made now are observed. */
  public static boolean isObserved() {
    return Observers.isObserved();
  }

  /**
   * Since when coroutines are observed; null if they are not, or from the start of the program. Of
   * those that are older it is not known whether they have leaked, and those of other schedulers
   * than event loops are not seen.
   */
  public static @Nullable Instant observedSince() {
    return Observers.since();
  }

  /**
   * All live coroutines that can be seen, as they stand now.
   *
   * <p>Each is looked at for itself while the others go on; what is told of one was true at one
   * instant, and that of a {@linkplain CoroutineDump#deadlocks deadlock} of all in it. Event loops
   * are asked for theirs, and given a fifth of a second to answer; of one that a step holds longer,
   * what can be seen from outside is told. Values of variables are only shown where that does not
   * call code of the user's.
   */
  public static CoroutineDump dump() {
    return DumpBuilder.build();
  }

  /**
   * Asks the collector which coroutines nothing can wake any more: neither is their task held by
   * anybody, nor what they wait for. Finds only those that are observed. Takes as long as a
   * collection of the whole heap does, during which the program may stand still.
   *
   * @return all that were found, also earlier
   */
  public static List<LeakedCoroutines> findLeaks() {
    return LeakSearch.run();
  }

  /**
   * Offers all this by JMX, as a {@link CoroutinesMXBean} of the platform's server. Again, does
   * nothing. Needs the module {@code java.management}.
   *
   * @throws IllegalStateException if the server refuses it
   */
  public static void registerMXBean() {
    Management.register();
  }
}
