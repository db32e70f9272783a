package dev.weft.internal.loop;

import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of one event loop that have been suspended and are not done. Those that were
 * started on a loop form a ring; the few that have moved here from another scheduler are smaller,
 * and stand in a set. Confined to the loop's thread.
 *
 * <p>Those that are observed, and not only recorded, are held weakly, in a set of their own, so
 * that the collector can tell which of them nothing can ever wake; a ring would have the loop refer
 * to them. Such a coroutine is its own neighbour.
 */
final class LiveCoroutines {

  private final LoopCoroutine ring = new LoopCoroutine(null);
  private final Set<TaskCoroutine> guests = ConcurrentHashMap.newKeySet();
  private final Set<ObservedCoroutine> observed = new LinkedHashSet<>();

  /** When so many are observed, those that were collected are forgotten. */
  private int purgeAt = 1_000;

  LiveCoroutines() {
    ring.older = ring;
    ring.newer = ring;
  }

  boolean isEmpty() {
    return ring.newer == ring && guests.isEmpty() && isNoneObserved();
  }

  private boolean isNoneObserved() {
    if (observed.isEmpty()) {
      return true;
    }
    purge();
    return observed.isEmpty();
  }

  private void purge() {
    observed.removeIf(each -> each.refersTo(null));
    purgeAt = Math.max(1_000, 2 * observed.size());
  }

  /** Whether a coroutine that was not started on a loop is here. Any thread. */
  boolean hasGuest(TaskCoroutine task) {
    return guests.contains(task);
  }

  void add(TaskCoroutine task) {
    if (task instanceof LoopCoroutine own) {
      insert(own);
    } else {
      guests.add(task);
    }
  }

  private void insert(LoopCoroutine task) {
    LoopCoroutine last = ring.older;
    if (task.isLive() || last == null) {
      return;
    }
    ObservedCoroutine known = ContextUse.ofObservation() ? task.observed() : null;
    if (known != null && known.isListed()) {
      observe(task, known);
      return;
    }
    task.older = last;
    task.newer = ring;
    last.newer = task;
    ring.older = task;
  }

  private void observe(LoopCoroutine task, ObservedCoroutine known) {
    if (observed.size() >= purgeAt) {
      purge();
    }
    observed.add(known);
    task.older = task;
    task.newer = task;
  }

  void remove(TaskCoroutine task) {
    if (task instanceof LoopCoroutine own) {
      takeOut(own);
    } else {
      guests.remove(task);
    }
  }

  private void takeOut(LoopCoroutine task) {
    LoopCoroutine before = task.older;
    LoopCoroutine behind = task.newer;
    if (before == task) {
      observed.remove(task.observed());
    }
    if (before != null && behind != null) {
      before.newer = behind;
      behind.older = before;
      task.older = null;
      task.newer = null;
    }
  }

  /** Takes one out; null if there is none. */
  @Nullable TaskCoroutine take() {
    LoopCoroutine first = ring.newer;
    if (first != null && first != ring) {
      takeOut(first);
      return first;
    }
    for (TaskCoroutine guest : guests) {
      guests.remove(guest);
      return guest;
    }
    return takeObserved();
  }

  private @Nullable TaskCoroutine takeObserved() {
    for (var each = observed.iterator(); each.hasNext(); ) {
      if (each.next().get() instanceof LoopCoroutine task) {
        takeOut(task);
        return task;
      }
      each.remove();
    }
    return null;
  }

  /**
   * The ring and the guests, as another thread sees them, which may miss what comes and goes
   * meanwhile: a walk only goes on to what was entered later, and ends at one that has left.
   */
  List<TaskCoroutine> seenFromOutside() {
    var seen = new ArrayList<TaskCoroutine>(guests);
    LoopCoroutine last = ring;
    for (var each = ring.newer; each != null && each != ring && each != last; each = each.newer) {
      seen.add(each);
      last = each; // one that has left, and come again as one that is observed, is behind itself
    }
    return seen;
  }

  /** All of them, the oldest first, then the guests, then those that are observed. */
  List<TaskCoroutine> all() {
    var all = new ArrayList<TaskCoroutine>();
    for (var each = ring.newer; each != null && each != ring; each = each.newer) {
      all.add(each);
    }
    all.addAll(guests);
    for (ObservedCoroutine each : observed) {
      if (each.get() instanceof TaskCoroutine task) {
        all.add(task);
      }
    }
    return all;
  }
}
