package dev.weft.spring.webflux;

import dev.weft.Schedulers;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells Weft which of Reactor's threads must not block: those of the server as they come along with
 * requests, those of Reactor's schedulers when they run something. A suspending method that
 * ordinary code calls there fails, where it would have to wait, with a message that says so,
 * instead of holding up all else that the thread is for.
 */
public final class NonBlockingThreads
    implements WebFilter, Ordered, InitializingBean, DisposableBean {

  private final String key = "weft-" + System.identityHashCode(this);
  private final ThreadLocal<Boolean> told = ThreadLocal.withInitial(() -> false);

  /** For Spring. */
  public NonBlockingThreads() {}

  @Override
  public void afterPropertiesSet() {
    reactor.core.scheduler.Schedulers.onScheduleHook(
        key,
        work ->
            () -> {
              tell();
              work.run();
            });
  }

  @Override
  public void destroy() {
    reactor.core.scheduler.Schedulers.resetOnScheduleHook(key);
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    tell();
    return chain.filter(exchange);
  }

  private void tell() {
    if (reactor.core.scheduler.Schedulers.isInNonBlockingThread() && !told.get()) {
      Schedulers.forbidBlocking("Reactor's thread " + Thread.currentThread().getName());
      told.set(true);
    }
  }
}
