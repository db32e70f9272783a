package dev.weft.samples.net;

import dev.weft.Resumption;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * So many at a time, the others wait, first come, first served: an awaitable made with {@link
 * Weft#suspend}. For the coroutines of one event loop, so it needs no lock.
 */
final class Permits {

  private final ArrayDeque<Resumption<@Nullable Void>> waiting = new ArrayDeque<>();
  private int free;

  Permits(int number) {
    free = number;
  }

  /** Takes a permit, which the caller gives back by {@link #release}. */
  @Async
  void acquire() {
    if (free > 0) {
      free--;
    } else {
      Weft.<@Nullable Void>suspend(this::enqueue);
    }
  }

  /** Who is cancelled while it waits gives up its place. */
  private void enqueue(Resumption<@Nullable Void> resumption) {
    waiting.add(resumption);
    resumption.onCancel(() -> waiting.remove(resumption));
  }

  /** Hands a permit to who has waited longest; the next one, should that be cancelled just now. */
  void release() {
    Resumption<@Nullable Void> next = waiting.poll();
    if (next == null) {
      free++;
    } else if (!next.resume(null, undelivered -> release())) {
      release();
    }
  }
}
