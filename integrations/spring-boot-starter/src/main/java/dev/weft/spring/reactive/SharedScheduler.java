package dev.weft.spring.reactive;

import dev.weft.Schedulers;
import dev.weft.spi.Scheduler;
import dev.weft.spring.HandlerScheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Where async generators run whose types Spring looks up in the registry that all application
 * contexts of the process share: on the scheduler of the context that was started last, of those
 * that have not been closed. Any thread.
 */
public final class SharedScheduler implements HandlerScheduler {

  private static final SharedScheduler SHARED = new SharedScheduler();

  private final List<HandlerScheduler> open = new CopyOnWriteArrayList<>();

  private SharedScheduler() {}

  /** Registers Weft's types in the shared registry; from now on {@code scheduler} is used there. */
  public static void open(HandlerScheduler scheduler) {
    SHARED.open.add(scheduler);
    ReactiveTypes.register(ReactiveAdapterRegistry.getSharedInstance(), SHARED);
  }

  /** The context of {@code scheduler} is closed. */
  public static void close(HandlerScheduler scheduler) {
    SHARED.open.remove(scheduler);
  }

  @Override
  public Scheduler next() {
    Object[] all = open.toArray();
    return all.length == 0
        ? Schedulers.immediate()
        : ((HandlerScheduler) all[all.length - 1]).next();
  }
}
