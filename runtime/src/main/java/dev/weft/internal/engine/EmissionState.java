package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * The element that a generator hands out, on its way in a {@link Carrier} to who asked for it, and
 * who may emit: the body of an async generator runs on its consumer's stack, and ordinary code that
 * it calls there may not.
 *
 * <p>Confined to its thread.
 */
public abstract sealed class EmissionState extends CallResult permits Carrier {

  /** While unwinding to hand an element out: that. */
  private @Nullable Object emitted;

  /** Whether, in {@link #producing}, the body of an async generator runs. */
  private boolean produces;

  /**
   * The coroutine that the body runs in, or has run in last; null for ordinary code. Left as it is
   * between elements, since that would be a reference to write for each.
   */
  private @Nullable Coroutine producing;

  /** For {@link Carrier}. */
  EmissionState() {}

  final void setEmitted(@Nullable Object element) {
    emitted = element;
  }

  /** The element of the last {@link Carrier#suspendToEmit}. */
  public @Nullable Object takeEmitted() {
    Object element = emitted;
    emitted = null;
    return element;
  }

  /**
   * Notes that an async generator's body runs from now on in {@code coroutine}, or no more.
   *
   * @return whether one did before; then in {@link #producing()}
   */
  boolean produce(@Nullable Coroutine coroutine, boolean from) {
    boolean before = produces;
    produces = from;
    if (from && producing != coroutine) {
      producing = coroutine;
    }
    return before;
  }

  @Nullable Coroutine producing() {
    return producing;
  }

  /** Whether what runs is a part of an async generator: it may emit. */
  public boolean isProducing() {
    return produces && producing == coroutine();
  }

  /** Checks that what runs may emit. */
  void checkProduces() {
    if (!isProducing()) {
      throw new IllegalStateException(
          "emit was called outside a generator, or below ordinary code that one calls: call it in a"
              + " method that returns Generator or AsyncGenerator, or in a suspending method that"
              + " such a method calls"
              + CallSites.atCaller());
    }
  }
}
