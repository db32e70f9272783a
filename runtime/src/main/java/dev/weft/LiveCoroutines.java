package dev.weft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of one event loop that have been suspended and are not done. Those that were
 * started on a loop form a ring; the few that have moved here from another scheduler are smaller,
 * and stand in a set. Confined to the loop's thread.
 */
final class LiveCoroutines {

  private final LoopTask<?> ring = new LoopTask<>(null);
  private final Set<CoroutineTask<?>> guests = ConcurrentHashMap.newKeySet();

  LiveCoroutines() {
    ring.older = ring;
    ring.newer = ring;
  }

  boolean isEmpty() {
    return ring.newer == ring && guests.isEmpty();
  }

  /** Whether a coroutine that was not started on a loop is here. Any thread. */
  boolean hasGuest(CoroutineTask<?> task) {
    return guests.contains(task);
  }

  void add(CoroutineTask<?> task) {
    if (task instanceof LoopTask<?> own) {
      insert(own);
    } else {
      guests.add(task);
    }
  }

  private void insert(LoopTask<?> task) {
    LoopTask<?> last = ring.older;
    if (task.isLive() || last == null) {
      return;
    }
    task.older = last;
    task.newer = ring;
    last.newer = task;
    ring.older = task;
  }

  void remove(CoroutineTask<?> task) {
    if (task instanceof LoopTask<?> own) {
      takeOut(own);
    } else {
      guests.remove(task);
    }
  }

  private static void takeOut(LoopTask<?> task) {
    LoopTask<?> before = task.older;
    LoopTask<?> behind = task.newer;
    if (before != null && behind != null) {
      before.newer = behind;
      behind.older = before;
      task.older = null;
      task.newer = null;
    }
  }

  /** Takes one out; null if there is none. */
  @Nullable CoroutineTask<?> take() {
    LoopTask<?> first = ring.newer;
    if (first != null && first != ring) {
      takeOut(first);
      return first;
    }
    for (CoroutineTask<?> guest : guests) {
      guests.remove(guest);
      return guest;
    }
    return null;
  }

  /** All of them, the oldest first, then the guests. */
  List<CoroutineTask<?>> all() {
    var all = new ArrayList<CoroutineTask<?>>();
    for (var each = ring.newer; each != null && each != ring; each = each.newer) {
      all.add(each);
    }
    all.addAll(guests);
    return all;
  }
}
