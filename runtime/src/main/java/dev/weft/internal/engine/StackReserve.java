package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Makes sure that there is stack left for what must not be begun and then left undone.
 *
 * <p>Whoever has won a wake-up has to hand the coroutine on, and every call on the way may find the
 * stack at its end. So a thread of which nothing is known asks before: what is thrown then is
 * thrown while nothing has been done. Threads that run steps need not ask; see {@link Stranded}.
 */
final class StackReserve {

  /** So many frames of many words each are more than it takes to start a thread, interpreted. */
  private static final int FRAMES = 24;

  /**
   * A thread that runs the steps of a queue now: of several, the one that has begun last. Not even
   * volatile: only a thread itself writes its name here, and takes it out before it stops, so if it
   * finds itself, that is so. For all others this says nothing.
   */
  private static @Nullable Thread running;

  private StackReserve() {}

  /** Says that the current thread begins to run steps, one after the other. */
  static void beginSteps() {
    running = Thread.currentThread();
  }

  /** Ends what {@link #beginSteps} began. */
  static void endSteps() {
    if (running == Thread.currentThread()) {
      running = null;
    }
  }

  /**
   * Checks the stack, unless the current thread runs a coroutine, or is that of an event loop.
   *
   * @return whether it has
   * @throws StackOverflowError if too little is left
   */
  static boolean ensureOutsideSteps() {
    if (running == Thread.currentThread()) {
      return false; // found at a fraction of what it costs to look for the carrier
    }
    Carrier carrier;
    try {
      carrier = Carrier.known();
    } catch (OutOfMemoryError noTable) { // so it has none; the wake-up must not fail by it
      carrier = null;
    }
    if (carrier != null && (carrier.coroutine() != null || !carrier.mayBlock())) {
      return false;
    }
    ensure();
    return true;
  }

  /**
   * Checks the stack.
   *
   * @throws StackOverflowError if too little is left
   */
  static void ensure() {
    long unused = use(FRAMES, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Not a loop in disguise: what it adds keeps the JIT from making one of it. */
  private static long use(
      int frames,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l) {
    return frames == 0
        ? a + l
        : a + use(frames - 1, l, a, b, c, d, e, f, g, h, i, j, k) + b + c + d + e + f + g;
  }
}
