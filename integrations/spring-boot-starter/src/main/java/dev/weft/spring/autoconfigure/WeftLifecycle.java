package dev.weft.spring.autoconfigure;

import dev.weft.EventLoops;
import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.reactive.SharedScheduler;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the event loops after the web server has drained: no request begins any more, those that
 * were running have ended or had their time. What still runs is cancelled, and has the grace period
 * to end; what it uses, data sources for instance, is closed after that.
 */
final class WeftLifecycle implements SmartLifecycle, DisposableBean {

  /** Spring Boot stops its web servers at 1024 and 2048 below the default, the highest first. */
  static final int PHASE = DEFAULT_PHASE - 4096;

  private final EventLoops loops;
  private final HandlerScheduler scheduler;
  private volatile boolean running;

  WeftLifecycle(EventLoops loops, HandlerScheduler scheduler) {
    this.loops = loops;
    this.scheduler = scheduler;
    SharedScheduler.open(scheduler);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    loops.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Also of a context that has not started. */
  @Override
  public void destroy() {
    SharedScheduler.close(scheduler);
  }
}
