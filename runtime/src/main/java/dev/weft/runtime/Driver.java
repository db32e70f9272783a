package dev.weft.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The driver's inner loop: resumes the frames of one chain, the leaf first, each caller with the
 * result of the one before, until one suspends or the root is done.
 *
 * <p>What is handed from frame to frame lies in the carrier. Little else is alive while a frame
 * runs: where the JVM compiles the user's code into this loop, that would take registers from it.
 */
public final class Driver {

  /** What {@link #resumeFrom} returns when the root is done. */
  public static final Frame DONE = new PassingOn();

  private Driver() {}

  /**
   * Resumes {@code first} and then its callers.
   *
   * @param first null for a chain without frames: what is in the carrier is the result
   * @param carrier that of the thread, or the generator's own
   * @return {@link #DONE} when the root is done and its result or failure is in the carrier; when
   *     one of them suspended, the new chain, with the rest of the old one behind it, and what it
   *     waits for is in the carrier
   */
  public static Frame resumeFrom(@Nullable Frame first, Carrier carrier) {
    if (first == null) {
      return DONE;
    }
    return resumeLeaf(first, carrier) ? chainFrom(first, carrier) : resumeCallersOf(first, carrier);
  }

  /** {@link #resumeFrom} for the callers of a frame that is done. */
  static Frame resumeCallersOf(Frame done, Carrier carrier) {
    for (Frame frame = done.parent; frame != null; frame = frame.parent) {
      if (resumeCaller(frame, carrier)) {
        return chainFrom(frame, carrier);
      }
    }
    return DONE;
  }

  // The next two differ in how they treat a failure, but there would be two anyway: the JVM counts
  // which classes it meets at a call, and the leaves of a program are of fewer than all frames.

  /**
   * Resumes the first frame of a chain: what is delivered to it comes from outside.
   *
   * @return whether it suspended; else its result or failure is in the carrier
   */
  static boolean resumeLeaf(Frame leaf, Carrier carrier) {
    if (carrier.failure != null) {
      return throwInto(leaf, carrier, true);
    }
    try {
      leaf.resume(carrier);
    } catch (Throwable thrown) {
      failedIn(leaf, carrier, thrown, null, true);
    }
    return carrier.unwinding;
  }

  /** The same for a frame behind the first one. */
  private static boolean resumeCaller(Frame caller, Carrier carrier) {
    if (carrier.failure != null) {
      return throwInto(caller, carrier, false);
    }
    try {
      caller.resume(carrier);
    } catch (Throwable thrown) {
      failedIn(caller, carrier, thrown, null, false);
    }
    return carrier.unwinding;
  }

  /** Resumes a frame that meets a failure. Apart, since the failure has to be kept meanwhile. */
  private static boolean throwInto(Frame frame, Carrier carrier, boolean isLeaf) {
    Throwable delivered = carrier.failure;
    try {
      frame.resume(carrier);
    } catch (Throwable thrown) {
      failedIn(frame, carrier, thrown, delivered, isLeaf);
    }
    return carrier.unwinding;
  }

  private static void failedIn(
      Frame frame,
      Carrier carrier,
      Throwable thrown,
      @Nullable Throwable delivered,
      boolean isLeaf) {
    carrier.stopUnwinding();
    carrier.failure = Traces.withSuspendedCallers(thrown, frame, delivered, isLeaf);
  }

  /** The chain that was unwound while {@code resumed} ran; the rest of the old one hangs on it. */
  static Frame chainFrom(Frame resumed, Carrier carrier) {
    Frame chain = carrier.takeChain();
    return chain == null ? resumed : chain; // nothing but itself, filled again
  }

  /** A call that passes on what it waits for. */
  static final class PassingOn extends Frame {
    @Override
    protected void resume(Carrier unused) {}
  }
}
