package dev.weft.benchmarks.handwritten;

/**
 * One suspended call of a state machine written by hand. The innermost frame of a coroutine is
 * itself the element of the ready queue, so a coroutine of one call is one object.
 */
abstract class Frame {

  /** The caller's frame, resumed with this one's result; null at the root. */
  Frame parent;

  /** The next one in the ready queue. */
  Frame next;

  int state;

  /** Goes on from {@link #state}; leaves its result in the carrier, or sets {@code unwinding}. */
  abstract void resume(Carrier c);
}
