package dev.weft.internal.observe;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.engine.StepRecorder;
import dev.weft.internal.util.CallSites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines that are observed: those that were made while the registry was on; and who is told
 * of those that are only recorded.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li><b>Off</b>, which it is at first, nothing is done: whether it is on is a constant for the
 *       JIT ({@link ContextUse}).
 *   <li><b>A coroutine is made.</b> It gets an {@link ObservedCoroutine}, which is put into one of
 *       the stripes; which one depends on the thread, so that threads seldom meet at one. A stripe
 *       is a list under its own monitor, which is held for a few instructions; no lock is common to
 *       all. Numbers are taken from a common counter, many at a time.
 *   <li><b>A coroutine ends.</b> Nothing is done at all. A stripe that is full is swept: what is
 *       done, or was collected, is dropped, and only if that is less than half, the stripe grows.
 *       So the cost of sweeping is spread over the starts, and a stripe holds at most twice as many
 *       as are live, or were at the last sweep.
 *   <li><b>A coroutine is collected</b> though it was not done: nothing can ever have it go on. The
 *       sweep that finds it notes it among the {@link LeakLog leaks}.
 *   <li><b>Only recorded</b>, while the registry is off, a coroutine gets the same object, which
 *       stands in no stripe then: nothing of what is held, and how, changes by a recording.
 * </ul>
 *
 * <p>Everything is held weakly. Any thread.
 */
public final class CoroutineRegistry {

  /** A power of two. */
  private static final int STRIPES = stripes();

  private static final int NUMBERS = 64;
  private static final int SMALL = 64;

  /** How many calls are kept of where a coroutine was made. */
  private static final int ORIGIN_CALLS = 8;

  private static final AtomicLong NEXT_NUMBERS = new AtomicLong(1);

  private static final Stripe[] ALL = newStripes();

  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Whether it is kept where coroutines are made. */
  private static volatile boolean keepsOrigins;

  /** Written under the class. */
  private static volatile boolean on;

  /** Records what becomes of coroutines; null if nobody wants that. Written under the class. */
  private static volatile @Nullable EventSink events;

  private CoroutineRegistry() {}

  private static int stripes() {
    int wanted = Math.min(256, 4 * Runtime.getRuntime().availableProcessors());
    return Integer.highestOneBit(Math.max(4, wanted) * 2 - 1);
  }

  private static Stripe[] newStripes() {
    var all = new Stripe[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      all[i] = new Stripe();
    }
    return all;
  }

  /** Observes coroutines that are made from now on. */
  public static synchronized void on(boolean withOrigins) {
    keepsOrigins = withOrigins;
    on = true;
    ContextUse.observe(true);
  }

  /** Has coroutines that are made from now on recorded; not any more, if {@code sink} is null. */
  public static synchronized void record(@Nullable EventSink sink) {
    events = sink;
    ContextUse.observe(on || sink != null);
  }

  /** Who records what becomes of coroutines; null if nobody does. */
  public static @Nullable EventSink events() {
    return events;
  }

  /** Has a scope that was opened recorded: who is to be told of its end; null if nobody is. */
  public static EventSink.@Nullable ScopeRecorder scopeOpened(Object scope, CoroutineLocals owner) {
    EventSink sink = events;
    return sink == null ? null : sink.scopeOpened(scope, owner);
  }

  /** Observes none any more, and forgets all. */
  public static synchronized void off() {
    on = false;
    ContextUse.observe(events != null);
    for (Stripe each : ALL) {
      each.clear();
    }
    LeakLog.clear();
  }

  public static boolean isOn() {
    return on;
  }

  public static boolean keepsOrigins() {
    return keepsOrigins;
  }

  /** Registers a coroutine that has just been made. Called while somebody wants to know. */
  public static void made(Coroutine made) {
    boolean listed = on;
    EventSink sink = events;
    if (!listed && sink == null) {
      return; // the last who wanted to has just gone
    }
    Coroutine maker = Carrier.current().coroutine();
    ObservedCoroutine around = maker == null ? null : maker.observed();
    long parent = around == null ? 0 : around.number();
    StackTraceElement[] origin = listed && keepsOrigins ? originHere() : null;
    ObservedCoroutine known = add(made, System.nanoTime(), parent, origin, listed);
    StepRecorder recorder = sink == null ? null : sink.started(made, known.number(), parent);
    if (recorder != null) {
      known.recordBy(recorder);
    }
    if (made.leaf() == null) {
      known.runs(made); // who makes it makes its first step, now
    }
  }

  /** Registers one that was made before this was on, or on again. */
  public static synchronized ObservedCoroutine adopt(Coroutine found) {
    ObservedCoroutine known = found.observed();
    if (known == null) {
      return add(found, ObservedCoroutine.UNKNOWN, 0, null, true);
    }
    if (!known.isListed()) {
      ownStripe().enterAgain(known);
    }
    return known;
  }

  /** The same for many, unless this is off. */
  public static synchronized void adoptAll(Iterable<? extends Coroutine> found) {
    if (on) {
      for (Coroutine each : found) {
        var unused = adopt(each);
      }
    }
  }

  /** A number for one that is only to be told apart from others in one dump. */
  public static long newNumber() {
    return NEXT_NUMBERS.getAndAdd(1);
  }

  private static ObservedCoroutine add(
      Coroutine coroutine,
      long since,
      long parent,
      StackTraceElement @Nullable [] origin,
      boolean listed) {
    CoroutineLocals locals = coroutine.makeLocals();
    ObservedCoroutine known = ownStripe().add(coroutine, since, parent, origin, listed);
    locals.observe(known);
    return known;
  }

  private static Stripe ownStripe() {
    long thread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return ALL[(int) (thread >>> 32) & (STRIPES - 1)];
  }

  private static StackTraceElement[] originHere() {
    return WALKER.walk(
        calls ->
            calls
                .filter(each -> !CallSites.isOwn(each.getClassName()))
                .limit(ORIGIN_CALLS)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toArray(StackTraceElement[]::new));
  }

  /** All that are not done; also finds out which have leaked since the last time. */
  public static List<Coroutine> live() {
    var live = new ArrayList<Coroutine>();
    for (Stripe each : ALL) {
      each.addLiveTo(live);
    }
    return live;
  }

  /** Those that a thread runs, or did a moment ago. */
  public static List<ObservedCoroutine> running() {
    var running = new ArrayList<ObservedCoroutine>();
    for (Stripe each : ALL) {
      each.addRunningTo(running);
    }
    return running;
  }

  /** How many entries there are, of coroutines that are live or were at the last sweep. */
  static int size() {
    int size = 0;
    for (Stripe each : ALL) {
      size += each.size();
    }
    return size;
  }

  /** One list and its numbers; all under its monitor. */
  private static final class Stripe {
    private ObservedCoroutine[] entries = new ObservedCoroutine[SMALL];
    private int size;
    private long nextNumber;
    private int numbersLeft;

    /** Makes an entry, and enters it if it is to be {@code listed}. */
    synchronized ObservedCoroutine add(
        Coroutine coroutine,
        long since,
        long parent,
        StackTraceElement @Nullable [] origin,
        boolean listed) {
      if (numbersLeft == 0) {
        nextNumber = NEXT_NUMBERS.getAndAdd(NUMBERS);
        numbersLeft = NUMBERS;
      }
      numbersLeft--;
      var entry = new ObservedCoroutine(coroutine, since, nextNumber++, parent, origin, listed);
      if (listed) {
        enter(entry);
      }
      return entry;
    }

    synchronized void enterAgain(ObservedCoroutine entry) {
      enter(entry);
      entry.list(true);
    }

    private void enter(ObservedCoroutine entry) {
      if (size == entries.length) {
        sweep();
        if (size > entries.length / 2) {
          entries = Arrays.copyOf(entries, entries.length * 2);
        }
      }
      entries[size++] = entry;
    }

    private void sweep() {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        ObservedCoroutine entry = entries[i];
        if (!isOver(entry)) {
          entries[kept++] = entry;
        }
      }
      Arrays.fill(entries, kept, size, null);
      size = kept;
    }

    /** Whether there is nothing to be seen of it any more; says so if that is for a leak. */
    private static boolean isOver(ObservedCoroutine entry) {
      Coroutine coroutine = entry.get();
      if (coroutine != null) {
        return coroutine.isDone();
      }
      if (entry.isLeaked()) {
        LeakLog.add(entry);
      }
      return true;
    }

    synchronized void addLiveTo(List<Coroutine> live) {
      sweep();
      for (int i = 0; i < size; i++) {
        Coroutine coroutine = entries[i].get();
        if (coroutine != null) {
          live.add(coroutine);
        }
      }
    }

    synchronized void addRunningTo(List<ObservedCoroutine> running) {
      for (int i = 0; i < size; i++) {
        if (entries[i].thread() != null) {
          running.add(entries[i]);
        }
      }
    }

    synchronized int size() {
      return size;
    }

    synchronized void clear() {
      for (int i = 0; i < size; i++) {
        entries[i].list(false);
      }
      entries = new ObservedCoroutine[SMALL];
      size = 0;
    }
  }
}
