package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Frame;
import org.jspecify.annotations.Nullable;

/** What generated code calls for generator methods. Not for applications. */
public final class GeneratorMethod {

  private GeneratorMethod() {}

  /** The generator of one call; {@code notStarted} holds the call's arguments. */
  public static Generator<?> of(Frame notStarted) {
    return new Generator<>(notStarted);
  }

  /** Suspends the calling generator until all elements of {@code elements} have been emitted. */
  public static void emitAll(Generator<?> elements, Carrier carrier) {
    elements.delegate(carrier);
  }

  /** The same for what a generator method returns; null ends it. */
  public static void returned(@Nullable Generator<?> rest, Carrier carrier) {
    if (rest != null) {
      rest.delegate(carrier);
    }
  }
}
