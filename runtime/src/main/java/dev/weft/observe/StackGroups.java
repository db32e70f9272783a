package dev.weft.observe;

import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.Kind;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.CoroutineView.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts coroutines together that stand at the same place and wait for the same sort of thing. */
final class StackGroups {

  /** What those of one group have in common. */
  record Key(State state, @Nullable Kind kind, List<StackTraceElement> places) {}

  private StackGroups() {}

  static Key keyOf(CoroutineView one) {
    Wait wait = one.waitsFor();
    return new Key(
        one.state(),
        wait == null ? null : wait.kind(),
        one.stack().stream().map(Call::place).toList());
  }

  /** The groups, the largest first; of each, the coroutines by number. */
  static List<List<CoroutineView>> of(List<CoroutineView> all) {
    Map<Key, List<CoroutineView>> groups = new LinkedHashMap<>();
    for (CoroutineView each : all) {
      groups.computeIfAbsent(keyOf(each), key -> new ArrayList<>()).add(each);
    }
    return groups.values().stream()
        .sorted(Comparator.<List<CoroutineView>>comparingInt(List::size).reversed())
        .toList();
  }
}
