package dev.weft.observe;

import dev.weft.observe.CoroutineView.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who waits for whom: those nobody waits for stand at the margin, each above those that it waits
 * for. Those that look alike, with all that is below them, are one line with their number.
 *
 * <p>A coroutine that several wait for is shown once, and referred to afterwards; so is one that
 * waits for itself around a circle.
 */
final class DumpTree {

  private static final int DEPTH = 60;
  private static final int LINES = 1_000;

  private final Map<Long, CoroutineView> all = new LinkedHashMap<>();

  /** What a coroutine looks like with all that is below it. */
  private final Map<Long, Integer> looks = new HashMap<>();

  /** Looks are told apart by numbers, equal ones having the same. */
  private final Map<List<Object>, Integer> lookNumbers = new HashMap<>();

  private final Set<Long> shown = new HashSet<>();
  private final StringBuilder out = new StringBuilder();
  private int lines;

  private final Set<Long> deadlocked = new HashSet<>();

  private DumpTree(CoroutineDump dump) {
    dump.deadlocks().forEach(deadlocked::addAll);
    dump.coroutines().forEach(each -> all.put(each.number(), each));
  }

  static String of(CoroutineDump dump) {
    var tree = new DumpTree(dump);
    tree.out.append(DumpText.heading(dump)).append('\n');
    tree.findLooks();
    tree.addAll(tree.roots(), 0);
    tree.addCircles();
    if (tree.lines >= LINES) {
      tree.out.append("... only the first ").append(DumpText.number(LINES)).append(" lines\n");
    }
    return tree.out.toString();
  }

  private CoroutineView view(Long number) {
    return Objects.requireNonNull(all.get(number));
  }

  private List<Long> below(Long number) {
    Wait wait = view(number).waitsFor();
    return wait == null
        ? List.of()
        : wait.coroutines().stream().filter(all::containsKey).distinct().toList();
  }

  private List<Long> roots() {
    var awaited = new HashSet<Long>();
    all.keySet().forEach(each -> awaited.addAll(below(each)));
    return all.keySet().stream().filter(each -> !awaited.contains(each)).toList();
  }

  /** Those that are below nothing but one another. */
  private void addCircles() {
    for (Long each : all.keySet()) {
      if (!shown.contains(each) && isInCircle(each)) {
        addAll(List.of(each), 0);
      }
    }
  }

  private boolean isInCircle(Long number) {
    var reached = new HashSet<Long>();
    var next = new ArrayList<>(below(number));
    while (!next.isEmpty()) {
      Long each = next.remove(next.size() - 1);
      if (each.equals(number)) {
        return true;
      }
      if (reached.add(each)) {
        next.addAll(below(each));
      }
    }
    return false;
  }

  // ---- looks ----

  private void findLooks() {
    var open = new HashSet<Long>();
    var path = new ArrayList<Long>();
    for (Long each : all.keySet()) {
      path.add(each);
      while (!path.isEmpty()) { // without recursion: chains may be long
        Long last = path.get(path.size() - 1);
        if (looks.containsKey(last)) {
          path.remove(path.size() - 1);
        } else if (open.add(last)) {
          below(last).stream().filter(it -> !looks.containsKey(it)).forEach(path::add);
        } else { // all below it are known by now, but those that it is in a circle with
          path.remove(path.size() - 1);
          looks.put(last, lookOf(last));
        }
      }
    }
  }

  private int lookOf(Long number) {
    List<Integer> below =
        below(number).stream().map(each -> looks.getOrDefault(each, -1)).sorted().toList();
    List<Object> look = List.of(StackGroups.keyOf(view(number)), below);
    return lookNumbers.computeIfAbsent(look, any -> lookNumbers.size());
  }

  // ---- lines ----

  private void addAll(List<Long> siblings, int depth) {
    Map<Integer, List<Long>> alike = new LinkedHashMap<>();
    for (Long each : siblings) {
      alike.computeIfAbsent(looks.get(each), look -> new ArrayList<>()).add(each);
    }
    alike.values().stream()
        .sorted((a, b) -> Integer.compare(b.size(), a.size()))
        .forEach(each -> add(each, depth));
  }

  private void add(List<Long> alike, int depth) {
    if (++lines > LINES) {
      return;
    }
    Long first = alike.get(0);
    CoroutineView one = view(first);
    out.append("  ".repeat(depth));
    if (alike.stream().anyMatch(deadlocked::contains)) {
      out.append("DEADLOCK: ");
    }
    if (alike.size() > 1) {
      out.append(DumpText.number(alike.size())).append(" such as ");
    }
    out.append(one.label());
    if (shown.contains(first)) {
      out.append(", see above\n");
      return;
    }
    shown.addAll(alike);
    addState(one);
    List<Long> below = below(first);
    if (depth >= DEPTH && !below.isEmpty()) {
      out.append("  ".repeat(depth + 1)).append("...\n");
    } else {
      addAll(below, depth + 1);
    }
  }

  private void addState(CoroutineView one) {
    out.append(' ').append(DumpText.lower(one.state()));
    if (!one.stack().isEmpty()) {
      out.append(" at ").append(one.stack().get(0).place());
    }
    Wait wait = one.waitsFor();
    if (wait != null) {
      out.append(", ").append(DumpText.verb(wait)).append(wait.what());
    }
    out.append('\n');
  }
}
