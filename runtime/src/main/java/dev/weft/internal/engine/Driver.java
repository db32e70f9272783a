package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The driver's inner loop: resumes the frames of one chain, the leaf first, each caller with the
 * result of the one before, until one suspends or the root is done.
 *
 * <p>What is handed from frame to frame lies in the carrier. Little else is alive while a frame
 * runs: where the JVM compiles the user's code into this loop, that would take registers from it.
 */
public final class Driver {

  private Driver() {}

  /**
   * Resumes {@code first} and then its callers.
   *
   * @param first null for a chain without frames: what is in the carrier is the result
   * @param carrier that of the thread, or the generator's own
   * @return zero when the root is done and its result or failure is in the carrier; when one of
   *     them suspended, the carrier's {@link Carrier#unwinding}. {@link Carrier#takeChain} then has
   *     the new chain, with the rest of the old one behind it
   */
  public static int resumeFrom(@Nullable Frame first, Carrier carrier) {
    if (first == null) {
      return Unwinding.NOT;
    }
    return resumeCallers(resumeLeaf(first, carrier), first, carrier);
  }

  /**
   * The rest of {@link #resumeFrom}: resumes the callers of {@code first} if that is done.
   *
   * @param how what {@link #resumeLeaf} returned for {@code first}
   * @return the same if it is not zero; otherwise as {@link #resumeFrom}
   */
  public static int resumeCallers(int how, Frame first, Carrier carrier) {
    return how == Unwinding.NOT ? resumeCallersOf(first, carrier) : how;
  }

  /** {@link #resumeFrom} for the callers of a frame that is done. */
  static int resumeCallersOf(Frame done, Carrier carrier) {
    for (Frame frame = done.parent; frame != null; frame = frame.parent) {
      int how = resumeCaller(frame, carrier);
      if (how != Unwinding.NOT) {
        if (!Unwinding.has(how, Unwinding.LINKED)) {
          carrier.link(frame); // nothing but itself, filled again
        }
        return carrier.unwinding;
      }
    }
    return Unwinding.NOT;
  }

  /**
   * Calls the body that a coroutine begins with.
   *
   * @return how it suspended, {@link Unwinding#LINKED} always; zero if it did not
   */
  static int start(InitialFrame beginning, Object body, Carrier carrier) {
    try {
      beginning.callBody(body, carrier);
      int how = carrier.unwinding;
      if (how != Unwinding.NOT && !Unwinding.has(how, Unwinding.LINKED)) {
        carrier.link(new PassingOn()); // the body is written by hand, and made no frame
      }
    } catch (Throwable thrown) {
      carrier.stopUnwinding();
      carrier.failure = MissingParts.explain(thrown); // nothing has been suspended: a whole trace
      return Unwinding.NOT;
    }
    return carrier.unwinding;
  }

  /**
   * Resumes the first frame of a chain: what is delivered to it comes from outside.
   *
   * @return how it suspended; zero if it did not: its result or failure is in the carrier
   */
  public static int resumeLeaf(Frame leaf, Carrier carrier) {
    if (carrier.failure != null) {
      return throwInto(leaf, carrier, true);
    }
    try {
      return leaf.resume(carrier);
    } catch (Throwable thrown) {
      return failedIn(leaf, carrier, thrown, null, true);
    }
  }

  /** The same for a frame behind the first one, which may be of more classes: a call of its own. */
  static int resumeCaller(Frame caller, Carrier carrier) {
    if (carrier.failure != null) {
      return throwInto(caller, carrier, false);
    }
    try {
      return caller.resume(carrier);
    } catch (Throwable thrown) {
      return failedIn(caller, carrier, thrown, null, false);
    }
  }

  /** Resumes a frame that meets a failure. Apart, since the failure has to be kept meanwhile. */
  private static int throwInto(Frame frame, Carrier carrier, boolean isLeaf) {
    Throwable delivered = carrier.failure;
    boolean shared = carrier.sharedFailure;
    carrier.sharedFailure = false;
    try {
      return frame.resume(carrier);
    } catch (Throwable thrown) {
      if (shared && thrown == delivered) {
        CoroutineTraces.remember(thrown);
      }
      return failedIn(frame, carrier, thrown, delivered, isLeaf);
    }
  }

  private static int failedIn(
      Frame frame,
      Carrier carrier,
      Throwable thrown,
      @Nullable Throwable delivered,
      boolean isLeaf) {
    carrier.stopUnwinding();
    Throwable failure = thrown == delivered ? thrown : MissingParts.explain(thrown);
    carrier.failure = CoroutineTraces.withSuspendedCallers(failure, frame, delivered, isLeaf);
    return Unwinding.NOT;
  }

  /** A call that passes on what it waits for. */
  static final class PassingOn extends Frame {
    @Override
    protected int resume(Carrier unused) {
      return Unwinding.NOT;
    }
  }
}
