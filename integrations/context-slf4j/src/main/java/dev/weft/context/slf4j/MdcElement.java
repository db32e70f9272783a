package dev.weft.context.slf4j;

import dev.weft.spi.ThreadContextElement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives each coroutine an SLF4J diagnostic context of its own, as each thread has one: it begins
 * with what its maker's has, and what it puts there it finds again after it was suspended.
 *
 * <p>The keys and values of {@link MDC#put} are carried, for every logging library that SLF4J has
 * an adapter for. The stacks of {@code MDC.pushByKey} are not: SLF4J cannot tell which there are.
 *
 * <p>Found by Weft itself where this jar is on the class path. Any thread.
 */
public final class MdcElement implements ThreadContextElement<Map<String, String>> {

  /** For Weft. */
  public MdcElement() {}

  /** A copy; null where nothing was ever put, or no logging library is there. */
  @Override
  public @Nullable Map<String, String> capture() {
    Map<String, String> copy = MDC.getCopyOfContextMap();
    return copy == null || copy.isEmpty() ? null : copy;
  }

  @Override
  public void restore(@Nullable Map<String, String> state) {
    if (state == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(state);
    }
  }
}
