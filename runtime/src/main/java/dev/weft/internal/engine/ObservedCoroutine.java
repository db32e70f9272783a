package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one observed coroutine beside what is in it: since when it stands where it does,
 * on which thread it runs, where it was made. Holds it weakly, so that the collector can say that
 * nothing refers to it any more.
 *
 * <h2>Protocol</h2>
 *
 * <p>{@link #runs} and {@link #pauses} are called by who runs the coroutine; {@code pauses} before
 * anybody can wake it, so no two threads write at a time. Whoever looks reads what may be changing.
 * That the coroutine is suspended, or done, is said by itself; here is only said whether it runs.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>thread</td><td>who runs the coroutine</td><td>release, acquire; publishes the others</td></tr>
 * <tr><td>since, at, state, awaited, resumed</td><td>the same, before thread</td><td>plain</td></tr>
 * <tr><td>ended</td><td>who ends it in its place</td><td>volatile</td></tr>
 * </table>
 */
public final class ObservedCoroutine extends WeakReference<Coroutine> {

  private static final VarHandle THREAD;

  static {
    try {
      THREAD =
          MethodHandles.lookup().findVarHandle(ObservedCoroutine.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** In the place of a time. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final long number;
  private final long parent;
  private final StackTraceElement @Nullable [] origin;

  /** What runs it; null if nothing does. */
  @SuppressWarnings("unused") // by its handle
  private @Nullable Thread thread;

  /** The frame that the step it is in has resumed; null if none, or if none is known. */
  public @Nullable Frame resumed() {
    return thread() == null ? null : resumed;
  }

  /** When it began to run, or paused, by {@link System#nanoTime}; {@link #UNKNOWN} at first. */
  private long since;

  /** What was suspended last: a leaf of its own class, at that state. */
  private @Nullable Class<? extends Frame> at;

  private int state;

  /** What it has waited for last. */
  private @Nullable Class<?> awaited;

  /**
   * The frame that the step has resumed, whose callers the coroutine does not know any more once it
   * is done. Null while nothing runs: frames may refer to the coroutine, which is held weakly.
   */
  private @Nullable Frame resumed;

  /** Its name, which is to be known when it is gone. */
  private volatile @Nullable String name;

  private volatile boolean ended;

  /** Whether the registry holds this: what is known to be so only there must not be held else. */
  private volatile boolean listed;

  /** Told of what is told this; null if nothing is recorded. Written before the first step. */
  private @Nullable StepRecorder recorder;

  /**
   * One for {@code coroutine}.
   *
   * @param since when it was made; {@link #UNKNOWN} if it has begun, and was not observed
   * @param number not that of any other
   * @param parent the number of the coroutine that has made it; 0 if none, or one not observed
   * @param origin where it was made; null if that is not kept
   * @param listed whether this stands in the registry; if not, it is only recorded
   */
  public ObservedCoroutine(
      Coroutine coroutine,
      long since,
      long number,
      long parent,
      StackTraceElement @Nullable [] origin,
      boolean listed) {
    super(coroutine);
    this.since = since;
    this.number = number;
    this.parent = parent;
    this.origin = origin;
    this.listed = listed;
  }

  public long number() {
    return number;
  }

  /** How a coroutine is named to people: {@code #17 "name"}, or {@code #17}. */
  public static String label(long number, @Nullable String name) {
    return "#" + number + (name == null ? "" : " \"" + name + "\"");
  }

  /** The name that was given; null if none was. */
  public @Nullable String name() {
    return name;
  }

  void name(String given) {
    name = given;
  }

  public long parent() {
    return parent;
  }

  public StackTraceElement @Nullable [] origin() {
    return origin;
  }

  /**
   * Whether the registry holds this, so that nothing else must hold the coroutine: the collector is
   * to say whether anything can have it go on.
   */
  public boolean isListed() {
    return listed;
  }

  /** Says whether the registry holds this; by that. */
  public void list(boolean held) {
    listed = held;
  }

  /** Has what becomes of the coroutine recorded. Before it begins. */
  public void recordBy(StepRecorder told) {
    recorder = told;
  }

  /** {@code self}, the coroutine, runs on the current thread from now on. */
  public void runs(Coroutine self) {
    runs(self.leaf);
    StepRecorder told = recorder;
    if (told != null) {
      told.runs(self);
    }
  }

  private void runs(@Nullable Frame leaf) {
    resumed = leaf;
    since = System.nanoTime();
    THREAD.setRelease(this, Thread.currentThread());
  }

  /** {@code self} was about to be suspended, and runs on. */
  void runsOn(Coroutine self) {
    runs(self.leaf);
    StepRecorder told = recorder;
    if (told != null) {
      told.runsOn(self);
    }
  }

  /** {@code self} pauses at {@code leaf}, for {@code event} if that is not the leaf itself. */
  void pauses(Coroutine self, @Nullable Frame leaf, @Nullable Object event) {
    StepRecorder told = recorder;
    if (told != null) {
      told.pauses(self, awaited(leaf, event));
    }
    since = System.nanoTime();
    resumed = null;
    at = leaf == null ? null : placeOf(leaf);
    awaited = event == null ? null : event.getClass();
    THREAD.setRelease(this, null);
  }

  /** What is waited for; null if it is only a turn. */
  private static @Nullable Event awaited(@Nullable Frame leaf, @Nullable Object event) {
    Object awaited = event == null ? leaf : event;
    return awaited instanceof Event known && known != Carrier.NO_WAIT ? known : null;
  }

  /**
   * The current thread has made a step of {@code self} that does not yield: says that the coroutine
   * is done, unless it was suspended. Then it may run again by now, on a thread of its own.
   */
  void stepEnds(Coroutine self) {
    if (thread() != Thread.currentThread()) {
      return;
    }
    StepRecorder told = recorder;
    if (told != null) {
      told.ends(self);
    }
    ended();
  }

  /** The frame of the user's that has suspended; notes where that stands. */
  private Class<? extends Frame> placeOf(Frame leaf) {
    Frame user = leaf;
    while (isOwn(user) && user.caller() != null) {
      user = user.caller();
    }
    state = user.state;
    return user.getClass();
  }

  private static boolean isOwn(Frame frame) {
    return frame instanceof OperationFrame || CallSites.isOwn(frame.getClass().getName());
  }

  /** It is done. */
  public void ended() {
    ended = true;
    resumed = null;
    THREAD.setRelease(this, null);
  }

  /** The thread that runs it; null if none does. */
  public @Nullable Thread thread() {
    return (Thread) THREAD.getAcquire(this);
  }

  /** When it began to run, or paused, by {@link System#nanoTime}; or {@link #UNKNOWN}. */
  public long since() {
    return since;
  }

  /**
   * Whether the collector has found that nothing refers to it, though it is not done: nothing can
   * ever have it go on.
   */
  public boolean isLeaked() {
    return refersTo(null) && thread() == null && !ended;
  }

  /** Where it was suspended last; null if it never was. */
  public @Nullable StackTraceElement place() {
    Class<? extends Frame> frame = at;
    return frame == null ? null : FramePoints.of(frame, state).place();
  }

  /** The class of what it waited for last, apart from the calls of its own; null if none. */
  public @Nullable Class<?> awaited() {
    return awaited;
  }
}
