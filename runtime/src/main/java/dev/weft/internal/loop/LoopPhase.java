package dev.weft.internal.loop;

/** What an event loop accepts; each phase comes once, in this order. */
enum LoopPhase {
  /** Everything; the thread has not started. */
  NEW,
  /** Everything. */
  RUNNING,
  /** Steps of coroutines that have begun, so that their finally blocks can run. */
  CLOSING,
  /** Nothing. */
  CLOSED
}
