package dev.weft.woven;

import dev.weft.internal.engine.GeneratorState;
import dev.weft.internal.engine.Language;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What generated code calls for generator methods. Generators are objects here, so that this
 * package knows nothing of the language.
 */
public final class GeneratorMethod {

  private GeneratorMethod() {}

  /** The generator of one call; {@code notStarted} holds the call's arguments. */
  public static Object of(GeneratedFrame notStarted) {
    return Language.get().newGenerator(notStarted);
  }

  /** Suspends the calling generator until all elements of {@code elements} have been emitted. */
  public static void emitAll(Object elements, WovenCarrier carrier) {
    if (carrier.isProducing() && !carrier.isGenerator()) {
      AsyncGeneratorMethod.emitEach(Objects.requireNonNull(elements, "elements"), carrier);
      return;
    }
    ((GeneratorState) Objects.requireNonNull(elements, "elements")).delegate(carrier);
  }

  /** The same for what a generator method returns; null ends it. */
  public static void returned(@Nullable Object rest, WovenCarrier carrier) {
    if (rest != null) {
      emitAll(rest, carrier);
    }
  }
}
