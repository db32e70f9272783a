package dev.weft.spi;

import dev.weft.internal.engine.ThreadElement;
import dev.weft.internal.util.Unchecked;
import org.jspecify.annotations.Nullable;

/** An element as the engine knows it. */
record Registered(ThreadContextElement<?> element) implements ThreadElement {

  @Override
  public @Nullable Object capture() {
    return element.capture();
  }

  @Override
  public void restore(@Nullable Object state) {
    ThreadContextElement<Object> its = Unchecked.cast(element);
    its.restore(state);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Registered known && known.element == element;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(element);
  }
}
