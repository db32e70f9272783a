package dev.weft.internal.engine;

/**
 * The bits of {@link Carrier#unwinding}: what a coroutine that unwinds has left in the carrier.
 *
 * <p>They are in the one word that is written and tested anyway, so that whoever unwinds with
 * nothing but itself, or ends such an unwinding, need not look at what is not there.
 */
public final class Unwinding {

  /** Not unwinding. */
  public static final int NOT = 0;

  /** Always set while a coroutine unwinds; alone, it only yields. */
  public static final int BEGUN = 1;

  /** It waits for an event. */
  public static final int WAITS = 2;

  /** It hands out an element. */
  public static final int EMITS = 4;

  /** It hands out an element, and nothing more: what is resumed next is what was resumed last. */
  public static final int ELEMENT = BEGUN | EMITS;

  /** Frames have been linked: not only the one that was resumed, filled again. */
  public static final int LINKED = 8;

  /** What it waits for is an {@link OperationFrame}, its leaf. */
  public static final int ON_LEAF = 16;

  /** The leaf may still refer to the caller of an earlier call, which is not to be resumed. */
  public static final int UNCALLED = 32;

  /** One frame has been linked to the leaf, and is known by that; else the carrier has the last. */
  public static final int ONE_CALLER = 64;

  private Unwinding() {}

  /** Whether {@code bit} is set. */
  public static boolean has(int unwinding, int bit) {
    return (unwinding & bit) != 0;
  }
}
