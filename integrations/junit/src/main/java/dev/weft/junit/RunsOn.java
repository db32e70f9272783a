package dev.weft.junit;

/** Where the coroutines of a test run; each test has a scheduler of its own. */
public enum RunsOn {

  /** A new event loop: one thread, not JUnit's, with timers and channels. */
  EVENT_LOOP,

  /**
   * JUnit's own thread, on which time passes only when nothing else is to be done, and then at
   * once: see {@link VirtualTime}. For tests of delays, deadlines and retries.
   */
  VIRTUAL_TIME,

  /**
   * A new pool of threads that steal work from each other: as many as there are processors, at
   * least two and at most four. For tests of what several threads do to shared things.
   */
  WORK_STEALING
}
