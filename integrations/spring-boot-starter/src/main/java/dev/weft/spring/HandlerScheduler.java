package dev.weft.spring;

import dev.weft.spi.Scheduler;

/**
 * Says where the coroutine of the next request runs. By default the event loops of the bean {@code
 * weftEventLoops} take turns; an application that wants something else declares a bean of this
 * type.
 *
 * <p>Called by any thread, once for each call of a handler method that suspends and each async
 * generator that one returns.
 */
@FunctionalInterface
public interface HandlerScheduler {

  /** Where the next one runs. */
  Scheduler next();
}
