package dev.weft.context.opentelemetry;

import dev.weft.spi.ThreadContextElement;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Gives each coroutine a current {@link Context} of OpenTelemetry of its own, and with it a current
 * span and baggage: it begins with its maker's, and a scope that it has opened may stay open while
 * it is suspended.
 *
 * <p>The scopes that this opens itself are not closed: the next call of {@link #restore} puts
 * another context in their place. So this does not go with OpenTelemetry's strict context storage
 * ({@code io.opentelemetry.context.enableStrictContext}), which wants every scope closed, and on
 * the thread that opened it.
 *
 * <p>Found by Weft itself where this jar is on the class path. Any thread.
 */
public final class OpenTelemetryElement implements ThreadContextElement<Context> {

  /** For Weft. */
  public OpenTelemetryElement() {}

  @Override
  public Context capture() {
    return Context.current();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // see the comment of the class
  public void restore(@Nullable Context state) {
    var unused = (state == null ? Context.root() : state).makeCurrent();
  }
}
