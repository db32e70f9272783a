package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a thread carries while it runs a coroutine: whether the coroutine is unwinding, the chain of
 * frames made so far, and the result on its way to the frame that waits for it.
 *
 * <p>Every woven body takes its carrier as a parameter, so nothing on the path that does not
 * suspend looks it up. There is one per thread, and one of its own for each generator.
 *
 * <h2>Calling convention</h2>
 *
 * A woven body returns either with its result and {@link #unwinding} zero, or with a dummy and
 * {@code unwinding} set; then every frame from the point of suspension up to the returning body has
 * been {@linkplain #link linked}. The parameter before the carrier (behind it, where a task is
 * returned as written, so that the two kinds differ) says how many words of stack the body and its
 * callees may use; where that is negative, the body becomes a frame that has not started, and the
 * driver goes on with a fresh stack. A resumed frame takes what it waited for with the {@code take}
 * method of its type, which throws if the awaited call failed. When it suspends again it is only
 * filled and {@linkplain #linkAgain hung} on the callees that were made meanwhile; if its last call
 * is what suspends, that call {@linkplain #linkCaller takes its place}.
 *
 * <p>Confined to its thread (a generator's: to the thread inside {@code next}).
 */
public abstract non-sealed class Carrier extends EmissionState {

  /**
   * Words of stack that woven calls may use, by the weaver's estimate, before their frames move to
   * the heap.
   */
  public static final int MAX_DEPTH = Integer.getInteger("dev.weft.maxDepth", 40_000);

  /**
   * Weak, since a thread that outlives this class's loader would otherwise keep that: the value of
   * a thread-local is reachable from its thread. Whoever uses a carrier holds it meanwhile, and
   * what has to outlast that is in {@link #KEPT}.
   */
  private static final ThreadLocal<@Nullable WeakReference<Carrier>> CURRENT = new ThreadLocal<>();

  private static final long WAIT_FOR_MEMORY = 1_000_000; // nanoseconds

  /** The carriers of threads that have said something about themselves. */
  private static final Map<Thread, Carrier> KEPT = new WeakHashMap<>();

  /**
   * Not zero while suspended calls return to the driver; the bits are those of {@link Unwinding}.
   * Read by generated code after each call.
   */
  public int unwinding;

  /** Why a generator may not do what a coroutine may. */
  public static final String IN_GENERATOR =
      "a generator does not await, nor does what it calls: it suspends only to emit an element."
          + " Await before it is made, let it emit tasks for its user to await, or return an"
          + " AsyncGenerator instead";

  /** What an unwinding waits for that has only to give the stack back, and goes on at once. */
  public static final Event NO_WAIT = new NoWait();

  private final boolean generator;
  private @Nullable Frame leaf;

  /** The frame linked last; null while there is at most one caller of the leaf. */
  private @Nullable Frame last;

  /** While unwinding to wait: what for; {@link #NO_WAIT} if only for the stack. Otherwise null. */
  private @Nullable Event event;

  /** For the one subclass, which generated code names. */
  protected Carrier(boolean generator) {
    this.generator = generator;
  }

  /** The carrier of the current thread. */
  public static Carrier current() {
    Carrier carrier = known();
    return carrier != null ? carrier : anotherForThread();
  }

  /**
   * The carrier of the current thread, if it has one.
   *
   * @throws OutOfMemoryError even where there is none: a thread's first look at a thread-local
   *     makes a table
   */
  static @Nullable Carrier known() {
    WeakReference<Carrier> known = CURRENT.get();
    return known == null ? null : known.get();
  }

  /**
   * {@link #current()} for whoever has won a wake-up, which would be lost by a failure: on a thread
   * that has run no coroutine yet, where even a carrier cannot be made, this waits.
   */
  static Carrier currentAsSoonAsThereIsMemory() {
    while (true) {
      try {
        return current();
      } catch (OutOfMemoryError noCarrier) {
        LockSupport.parkNanos(WAIT_FOR_MEMORY);
      }
    }
  }

  private static Carrier anotherForThread() {
    Carrier carrier = Language.get().newCarrier(false);
    CURRENT.set(new WeakReference<>(carrier));
    return carrier;
  }

  /** Declares that the current thread, whose carrier this is, serves others and must not block. */
  @Override
  public void forbidBlocking(String thread) {
    synchronized (KEPT) {
      KEPT.put(Thread.currentThread(), this);
    }
    super.forbidBlocking(thread);
  }

  /**
   * The coroutine that {@code thread}, which must not block, runs or ran a moment ago; null if
   * none. Any thread.
   */
  public static @Nullable Coroutine seenOn(Thread thread) {
    Carrier known;
    synchronized (KEPT) {
      known = KEPT.get(thread);
    }
    return known == null ? null : known.seenCoroutine();
  }

  /** Forgets what the current thread, which is about to end, has said about itself. */
  public static void forgetThread() {
    synchronized (KEPT) {
      KEPT.remove(Thread.currentThread());
    }
  }

  /** A carrier for one generator. */
  public static Carrier forGenerator() {
    return Language.get().newCarrier(true);
  }

  /** Whether suspended calls return to the driver. */
  public boolean isUnwinding() {
    return unwinding != 0;
  }

  // ---- what generated code calls while unwinding ----

  /** Adds the frame of the next caller to the chain that is being unwound. */
  public void link(Frame frame) {
    int how = unwinding;
    if (!Unwinding.has(how, Unwinding.LINKED)) {
      leaf = frame;
      unwinding = how | Unwinding.LINKED;
    } else {
      linkToLast(frame);
      if (last == null && !Unwinding.has(how, Unwinding.ONE_CALLER)) {
        unwinding |= Unwinding.ONE_CALLER;
      } else {
        last = frame;
      }
    }
  }

  private void linkToLast(Frame caller) {
    Frame callee = Objects.requireNonNull(lastLinked());
    if (callee.parent != caller) { // an operation often has the same one again
      callee.parent = caller;
    }
    unwinding &= ~Unwinding.UNCALLED;
  }

  /** Where the first caller is concerned, its place in the leaf spares a reference to write. */
  private @Nullable Frame lastLinked() {
    if (last != null) {
      return last;
    }
    Frame first = leaf;
    return first != null && Unwinding.has(unwinding, Unwinding.ONE_CALLER) ? first.parent : first;
  }

  /**
   * {@link #link} for the frame that the driver resumed: it is linked to its callers already, and
   * the driver knows it, so nothing is to be done unless it has callees. None is linked after it.
   */
  public void linkAgain(Frame resumed) {
    if (Unwinding.has(unwinding, Unwinding.LINKED)) {
      linkToLast(resumed);
    }
  }

  /**
   * Leaves out the frame that the driver resumed if the last call of its method has suspended: its
   * callers wait for that call themselves.
   */
  public void linkCaller(Frame resumed) {
    if (isUnwinding()) {
      Frame caller = resumed.parent;
      link(caller == null ? new Driver.PassingOn() : caller);
    }
  }

  /** {@link #link} for a frame that is resumed before its callees. */
  protected final <F extends Frame & MonitorFrame> void linkMonitorFrame(F frame) {
    int how = unwinding;
    Frame chain = takeChain(how, null);
    if (Unwinding.has(how, Unwinding.ON_LEAF)) {
      event = takeEvent(how, chain);
    }
    frame.setCallees(chain);
    leaf = frame;
    unwinding =
        (how | Unwinding.LINKED) & ~(Unwinding.ON_LEAF | Unwinding.UNCALLED | Unwinding.ONE_CALLER);
  }

  /** Goes on with what a frame waits for, now that its monitors are held again. */
  public void resumeCallees(MonitorFrame frame) {
    Frame callees = frame.callees();
    if (callees != null) {
      frame.setCallees(null);
      int how = Driver.resumeFrom(callees, this);
      if (how != 0 && !Unwinding.has(how, Unwinding.LINKED)) {
        link(callees);
      }
    }
  }

  /** Unwinds because the stack is deep: {@code notStarted} runs when the driver has it all back. */
  public void startLater(Frame notStarted) {
    suspendWith(NO_WAIT);
    link(notStarted);
  }

  /** Abandons an unwinding that cannot be finished (no memory for a frame, say). */
  public void stopUnwinding() {
    unwinding = 0;
    leaf = null;
    last = null;
    event = null;
  }

  // ---- suspension ----

  /** Begins to unwind the running coroutine so that it waits for {@code source}. */
  public void suspendOn(Event source) {
    refuseInGenerator();
    suspendWith(source);
  }

  /** Checks that the running coroutine, which would never end, is not what it is to wait for. */
  public void refuseToAwaitItself(Completion awaited) {
    if (awaited == coroutine()) {
      throw new IllegalStateException(
          "a coroutine awaits its own task" + CallSites.atCaller() + ", so it would never end");
    }
  }

  private void suspendWith(Event source) {
    event = source;
    unwinding = Unwinding.BEGUN | Unwinding.WAITS;
  }

  /**
   * Begins to unwind the running coroutine so that it waits for {@code operation}, which is its
   * leaf.
   *
   * @param uncalled {@link Unwinding#UNCALLED}, or zero if its callers are linked to it already
   */
  void suspendOnLeaf(OperationFrame operation, int uncalled) {
    refuseInGenerator();
    leaf = operation;
    unwinding = Unwinding.BEGUN | Unwinding.WAITS | Unwinding.LINKED | Unwinding.ON_LEAF | uncalled;
  }

  /**
   * Begins to unwind the running coroutine so that it goes on after others that are ready. Who
   * drives a generator refuses it there.
   */
  public void suspendToYield() {
    unwinding = Unwinding.BEGUN;
  }

  /** Checks that what runs may wait: it is not a generator. */
  public void refuseInGenerator() {
    if (generator) {
      throw new IllegalStateException(IN_GENERATOR + CallSites.atCallerOfMethod());
    }
  }

  /** Begins to unwind a generator to hand out one element. */
  public void suspendToEmit(@Nullable Object element) {
    if (!generator) {
      checkProduces();
    }
    setEmitted(element);
    unwinding = Unwinding.BEGUN | Unwinding.EMITS;
  }

  /** Whether an unwinding is only for the stack, or for frames that were put in: it goes on. */
  boolean onlyGivesStackBack(int how) {
    return Unwinding.has(how, Unwinding.WAITS)
        && !Unwinding.has(how, Unwinding.ON_LEAF)
        && event == NO_WAIT;
  }

  /**
   * Begins to unwind so that {@code chain}, another coroutine's frames, runs before the caller goes
   * on.
   */
  public void suspendInto(Frame chain) {
    if (!isUnwinding()) { // else an element is handed out first
      suspendWith(NO_WAIT);
    }
    Frame root = chain;
    while (root.parent != null) {
      root = root.parent;
    }
    leaf = chain;
    last = root;
    unwinding |= Unwinding.LINKED;
  }

  /** Whether this belongs to a generator. */
  public boolean isGenerator() {
    return generator;
  }

  /**
   * Ends an unwinding. What it was for is taken next, with {@link #takeEvent} or {@link
   * #takeEmitted}.
   *
   * @param how what {@link #unwinding} is
   * @param resumed the frame that had been resumed, or null
   * @return the chain of frames linked meanwhile; if there are none, {@code resumed} is all of it
   */
  public @Nullable Frame takeChain(int how, @Nullable Frame resumed) {
    unwinding = 0;
    if (!Unwinding.has(how, Unwinding.LINKED)) {
      return resumed;
    }
    Frame chain = leaf;
    if (chain != null && Unwinding.has(how, Unwinding.UNCALLED)) {
      chain.parent = null;
    }
    leaf = null;
    if (last != null) {
      last = null;
    }
    return chain;
  }

  /**
   * What the chain taken before {@linkplain Unwinding#WAITS waits for}: {@link #NO_WAIT} if only
   * the stack was too deep; null if it does not wait.
   *
   * @param how as for {@link #takeChain}
   * @param chain what that returned
   */
  public @Nullable Event takeEvent(int how, @Nullable Frame chain) {
    if (Unwinding.has(how, Unwinding.ON_LEAF)) {
      return (OperationFrame) chain;
    }
    Event source = event;
    event = null;
    return source;
  }

  /** Leaves a failure for the frame that is resumed next. */
  public void deliver(Throwable thrown) {
    failure = thrown;
  }

  /** See {@link #NO_WAIT}; never armed. */
  private static final class NoWait implements Event {
    @Override
    public void arm(Coroutine unused) {
      throw new IllegalStateException("nothing to wait for");
    }

    @Override
    public void disarm(Coroutine unused) {}
  }

  // ---- bridges: suspending methods called from ordinary code ----

  /** {@link #leave} for a bridge: what runs now must not touch the result that lies here. */
  void leaveKeepingResult(@Nullable Coroutine outer) {
    long primitive = longResult;
    double floating = doubleResult;
    Object reference = takeRoot();
    Throwable thrown = failure;
    failure = null;
    try {
      leave(outer);
    } finally {
      longResult = primitive;
      doubleResult = floating;
      refResult = reference;
      failure = thrown;
    }
  }

  /** Blocks this thread until the call that has just unwound is done. */
  public void blockVoid() {
    BlockingCoroutine.block(this);
    takeVoid();
  }

  /** Blocks this thread until the call that has just unwound is done; its result. */
  public int blockInt() {
    BlockingCoroutine.block(this);
    return takeInt();
  }

  /** Blocks this thread until the call that has just unwound is done; its result. */
  public long blockLong() {
    BlockingCoroutine.block(this);
    return takeLong();
  }

  /** Blocks this thread until the call that has just unwound is done; its result. */
  public float blockFloat() {
    BlockingCoroutine.block(this);
    return takeFloat();
  }

  /** Blocks this thread until the call that has just unwound is done; its result. */
  public double blockDouble() {
    BlockingCoroutine.block(this);
    return takeDouble();
  }

  /** Blocks this thread until the call that has just unwound is done; its result. */
  public @Nullable Object blockObject() {
    BlockingCoroutine.block(this);
    return takeObject();
  }
}
