package dev.weft.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.tasks.TaskCoroutine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds circles of coroutines that wait for one another.
 *
 * <p>The coroutines were looked at one after the other, so what was seen first need not be true any
 * more. A circle is therefore looked at again: if all of it still waits as before, in the same
 * suspensions, it was closed at the instant before the second look, and nothing can have opened it
 * since.
 */
final class Deadlocks {

  private final IdentityHashMap<Coroutine, LookedAt> all;

  /** Those from which no circle is reached that was not found. */
  private final IdentityHashMap<Coroutine, Boolean> finished = new IdentityHashMap<>();

  private final List<List<Long>> found = new ArrayList<>();

  Deadlocks(IdentityHashMap<Coroutine, LookedAt> all) {
    this.all = all;
  }

  List<List<Long>> find() {
    for (LookedAt each : all.values()) {
      if (!finished.containsKey(each.coroutine())) {
        search(each);
      }
    }
    return found;
  }

  /** A step of a search in depth: a coroutine, and which of those that it needs comes next. */
  private static final class Step {
    final LookedAt one;
    final List<TaskCoroutine> needed;
    int next;

    Step(LookedAt one) {
      this.one = one;
      this.needed = one.neededNow();
    }
  }

  /** In depth, without recursion: chains may be long. */
  private void search(LookedAt first) {
    var path = new ArrayList<Step>();
    Map<Coroutine, Integer> places = new HashMap<>(); // coroutines are equal only to themselves
    push(first, path, places);
    while (!path.isEmpty()) {
      Step step = path.get(path.size() - 1);
      if (step.next == step.needed.size()) {
        path.remove(path.size() - 1);
        places.remove(step.one.coroutine());
        finished.put(step.one.coroutine(), true);
        continue;
      }
      LookedAt next = all.get(step.needed.get(step.next++));
      if (next == null || finished.containsKey(next.coroutine())) {
        continue;
      }
      Integer closes = places.get(next.coroutine());
      if (closes == null) {
        push(next, path, places);
      } else {
        confirm(path.subList(closes, path.size()));
      }
    }
  }

  private static void push(LookedAt one, List<Step> path, Map<Coroutine, Integer> places) {
    places.put(one.coroutine(), path.size());
    path.add(new Step(one));
  }

  private void confirm(List<Step> circle) {
    for (int i = 0; i < circle.size(); i++) {
      LookedAt next = circle.get((i + 1) % circle.size()).one;
      if (!isIn(circle.get(i).one.neededNow(), next.coroutine())) {
        return;
      }
    }
    if (circle.stream().allMatch(each -> each.one.isAsBefore())) {
      found.add(circle.stream().map(each -> each.one.number()).toList());
    }
  }

  private static boolean isIn(List<TaskCoroutine> needed, Coroutine sought) {
    return needed.stream().anyMatch(each -> each == sought);
  }
}
