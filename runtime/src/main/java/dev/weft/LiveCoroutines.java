package dev.weft;

import java.util.ArrayList;
import java.util.List;

/**
 * The coroutines of one event loop that have been suspended and are not done: a ring through the
 * tasks themselves. Confined to the loop's thread.
 */
final class LiveCoroutines {

  private final CoroutineTask<?> ring = new CoroutineTask<>(null);

  LiveCoroutines() {
    ring.older = ring;
    ring.newer = ring;
  }

  boolean isEmpty() {
    return ring.newer == ring;
  }

  void add(CoroutineTask<?> task) {
    CoroutineTask<?> last = ring.older;
    if (task.isLive() || last == null) {
      return;
    }
    task.older = last;
    task.newer = ring;
    last.newer = task;
    ring.older = task;
  }

  void remove(CoroutineTask<?> task) {
    CoroutineTask<?> before = task.older;
    CoroutineTask<?> behind = task.newer;
    if (before != null && behind != null) {
      before.newer = behind;
      behind.older = before;
      task.older = null;
      task.newer = null;
    }
  }

  /** All of them, the oldest first. */
  List<CoroutineTask<?>> all() {
    var all = new ArrayList<CoroutineTask<?>>();
    for (var each = ring.newer; each != null && each != ring; each = each.newer) {
      all.add(each);
    }
    return all;
  }
}
