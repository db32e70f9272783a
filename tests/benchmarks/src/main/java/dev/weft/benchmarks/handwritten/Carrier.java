package dev.weft.benchmarks.handwritten;

/**
 * A thread's engine for state machines written by hand: the flag that says a call suspended, the
 * results, and a ready queue linked through the frames themselves.
 *
 * <p>Being confined to one thread, whoever suspends registers its frame for the wake-up at once;
 * its callers link theirs behind it while they return.
 */
final class Carrier {

  /** Set by whoever suspends, seen by each caller, cleared by the driver. */
  boolean unwinding;

  long longResult;
  Object result;
  Throwable failure;

  private Frame last;
  private Frame unstarted;
  private Frame head;
  private Frame tail;

  /** Suspends {@code leaf}; whoever calls this has arranged for its wake-up. */
  void suspend(Frame leaf) {
    unwinding = true;
    last = leaf;
  }

  /** Suspends {@code leaf} to go on after all that are ready. */
  void yieldNow(Frame leaf) {
    suspend(leaf);
    ready(leaf);
  }

  /** The same for a frame that was resumed: its callers are linked already. */
  void yieldAgain(Frame resumed) {
    unwinding = true;
    ready(resumed);
  }

  /** Links the frame of the next caller. */
  void link(Frame caller) {
    last.parent = caller;
    last = caller;
  }

  /** Unwinds because the stack is deep; the driver then starts {@code frame} on a fresh one. */
  void startLater(Frame frame) {
    suspend(frame);
    unstarted = frame;
  }

  /** Puts a frame at the end of the ready queue. */
  void ready(Frame frame) {
    if (tail == null) {
      head = frame;
    } else {
      tail.next = frame;
    }
    tail = frame;
  }

  private Frame poll() {
    Frame first = head;
    if (first != null) {
      Frame second = first.next;
      head = second;
      if (second == null) {
        tail = null;
      } else {
        first.next = null;
      }
    }
    return first;
  }

  /** Runs until nothing is ready. */
  void run() {
    for (Frame first = poll(); first != null; first = poll()) {
      resume(first);
    }
    last = null;
  }

  /** Ends a first run that may have unwound. */
  void started() {
    unwinding = false;
    Frame frame = unstarted;
    if (frame != null) {
      unstarted = null;
      resume(frame);
    }
  }

  /** Resumes {@code first} and then its callers until the root is done or one suspends. */
  private void resume(Frame first) {
    Frame frame = first;
    while (frame != null) {
      try {
        frame.resume(this);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      if (unwinding) {
        unwinding = false;
        frame = unstarted;
        if (frame != null) {
          unstarted = null;
        }
      } else {
        frame = frame.parent;
      }
    }
  }

  /** Throws what the awaited call failed with, if it did. */
  void throwIfFailed() {
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw (RuntimeException) thrown;
    }
  }
}
