package dev.weft.junit;

/**
 * What becomes of coroutines that a test has started on its scheduler and that are alive after its
 * {@code @AfterEach} methods. Those that run or are ready then may end first, for up to five
 * seconds; one that waits for something has been left behind.
 */
public enum Leftovers {

  /**
   * The test fails with an {@link AssertionError} that has their stacks and variables; then they
   * are cancelled. The default: what goes on behind a test either belongs to what it tests, and
   * then nobody has seen how it ends, or disturbs the next one. A test that has failed already is
   * not reproached with them.
   */
  FAIL,

  /** They are cancelled, and their {@code finally} blocks run. */
  CANCEL
}
