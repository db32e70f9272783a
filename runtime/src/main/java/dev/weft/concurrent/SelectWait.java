package dev.weft.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * One clause of a select that is suspended: how that learns that the clause is ready.
 *
 * <p>Whoever finds out, on any thread, has {@linkplain dev.weft.internal.engine.StackReserve#ensure
 * made sure} of stack, and calls {@link SelectOperation#win}: only if that returns true may it take
 * anything or hand it over, and then it calls {@link SelectOperation#go} when it holds no lock. If
 * it is false, something else has come first, and the clause is to be left out. So what is taken is
 * never dropped. A source that guards its waiters by a lock of its own may call {@code win} under
 * it.
 */
interface SelectWait {

  /**
   * Called when the select is suspended, perhaps again: asks to be told, or wins at once if it is
   * ready by now. Whoever wins at the same time is dealt with by {@link #unregister}, which may
   * even come while this runs, and comes once more then. What this throws, the select throws.
   */
  void register();

  /** Leaves nothing behind, whatever was registered. Any thread, any number of times. */
  void unregister();

  /**
   * What is given to the handler, if this has won. In the coroutine.
   *
   * @throws Throwable what the select throws instead
   */
  @Nullable Object result() throws Throwable;

  /** This has won, but the coroutine was refused by its scheduler: gives back what it has. */
  void refused();
}
