package dev.weft.woven;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Language;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What generated code calls for async generator methods. Generators are objects here, so that this
 * package knows nothing of the language.
 */
public final class AsyncGeneratorMethod {

  private AsyncGeneratorMethod() {}

  /** The generator of one call; {@code notStarted} holds the call's arguments. */
  public static Object of(GeneratedFrame notStarted) {
    return Language.get().newAsyncGenerator(notStarted);
  }

  /** Suspends the calling generator until all elements of {@code elements} have been emitted. */
  public static void emitAll(Object elements, WovenCarrier carrier) {
    ((AsyncGeneratorState) Objects.requireNonNull(elements, "elements")).delegate(carrier);
  }

  /** The same for what an async generator method returns; null ends it. */
  public static void returned(@Nullable Object rest, WovenCarrier carrier) {
    if (rest != null) {
      emitAll(rest, carrier);
    }
  }

  /** The same for a plain generator, which is an iterator. */
  static void emitEach(Object elements, WovenCarrier carrier) {
    EachElement.begin((Iterator<?>) elements, carrier);
  }
}
