package dev.weft;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several event loops that share a load: accept connections on one, serve each on the {@link
 * #next}.
 *
 * <p>No scheduler itself: a coroutine stays on the loop that it was started on. Any thread.
 */
public final class EventLoops implements AutoCloseable {

  private final List<EventLoop> loops;
  private final AtomicInteger turn = new AtomicInteger();

  EventLoops(List<EventLoop> loops) {
    this.loops = List.copyOf(loops);
  }

  /** The loops in turn, again and again. */
  public EventLoop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  /** All of them; never empty. */
  public List<EventLoop> all() {
    return loops;
  }

  /** Closes all of them, at the same time; see {@link EventLoop#close}. */
  @Override
  public void close() {
    loops.forEach(EventLoop::beginToClose);
    loops.forEach(EventLoop::close);
  }

  @Override
  public String toString() {
    return loops.toString();
  }
}
