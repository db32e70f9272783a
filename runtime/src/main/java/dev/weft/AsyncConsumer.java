package dev.weft;

import dev.weft.annotations.Async;
import dev.weft.woven.WovenCarrier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that may suspend, as a lambda of this type may. It is a {@link Consumer}, so that
 * where there is a method for each, a lambda is one of this.
 *
 * @param <T> what is consumed
 */
@FunctionalInterface
public interface AsyncConsumer<T extends @Nullable Object> extends Consumer<T> {

  /** Consumes the argument. */
  @Async
  @Override
  void accept(T argument);

  /**
   * For generated code: the woven body, which unwoven implementations do without.
   *
   * @param room words of stack that woven callees may use
   * @param carrier the running thread's
   * @hidden
   */
  default void accept(T argument, int room, WovenCarrier carrier) {
    accept(argument);
  }
}
