package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * One call of a generator's {@code close}, a plain or an async one: what the body meets at the emit
 * where it stands, and what becomes of elements that it emits all the same.
 */
final class GeneratorClosing {

  /** Thrown at the emit where a body is suspended; nobody should catch it. */
  private static final class Closed extends Error {
    private static final long serialVersionUID = 1;

    Closed() {
      super("the generator was closed", null, false, false);
    }
  }

  /** How often a body may catch that it must not emit. */
  private static final int MOST_EMITS = 100;

  private final Closed closed = new Closed();

  /** What a body that emits is told, and so is who closes it. */
  private @Nullable IllegalStateException refusal;

  private int refusals;

  /**
   * Has the classes here initialized while there is stack: a stage needs them when it has failed.
   */
  static void prepare() {
    boolean unused = isClosing(new Closed());
  }

  /** Whether a body meets this because it is closed. */
  static boolean isClosing(Throwable met) {
    return met instanceof Closed;
  }

  /** Lets the body meet that it is closed. */
  void begin(Carrier carrier) {
    carrier.deliver(closed);
  }

  /**
   * A finally block has emitted an element that nobody asks for. It meets an exception there, so
   * that the rest of it and all others run; who closes this is told in any case.
   *
   * @param emitting the call that has emitted
   * @return whether the body is given up
   */
  boolean refuseToEmit(Carrier carrier, @Nullable Frame emitting) {
    if (refusals == MOST_EMITS) {
      refusal =
          new IllegalStateException(
              "the generator was abandoned while it was closed: it caught "
                  + MOST_EMITS
                  + " refusals and went on to emit");
      return true;
    }
    refusals++;
    var next = new IllegalStateException("the generator emitted an element while it was closed");
    if (emitting != null) {
      next.setStackTrace(beginningAt(emitting, next.getStackTrace()));
    }
    refusal = refusal == null ? next : refusal;
    carrier.deliver(next);
    return false;
  }

  /** The line to look at is that of the emit, which is on no stack any more. */
  private static StackTraceElement[] beginningAt(Frame emitting, StackTraceElement[] closing) {
    var whole = new StackTraceElement[closing.length + 1];
    whole[0] = FramePoints.of(emitting).place();
    System.arraycopy(closing, 0, whole, 1, closing.length);
    return whole;
  }

  /** Whether {@code met} is what this lets the body meet. */
  boolean isClosed(Throwable met) {
    return met == closed;
  }

  /** Throws what a body was told that has emitted; nothing if none has. */
  void throwIfRefused() {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Ends the call when the body has ended; throws what the body threw. */
  void end(Carrier carrier) {
    if (refusal != null || carrier.failure == closed) {
      carrier.failure = null; // the refusal, or what came of it
    }
    throwIfRefused();
    carrier.takeVoid();
  }
}
