package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The natural loops of a method.
 *
 * <p>An edge that leads back to an instruction which dominates it closes a loop: that instruction
 * is the loop's header, the only way in, and the body is all that reaches the edge without passing
 * the header. An edge that leads back to an instruction which does not dominate it means that some
 * loop has several ways in; the method is then <em>irreducible</em>, and has no loops as far as
 * this is concerned. Dominators are computed as Cooper, Harvey and Kennedy do ("A Simple, Fast
 * Dominance Algorithm").
 */
final class Loops {

  /** One loop; numbers are those of {@link ControlFlow}. A method's loops differ in the header. */
  record Loop(int header, BitSet body) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Loop loop && header == loop.header;
    }

    @Override
    public int hashCode() {
      return header;
    }
  }

  private final ControlFlow flow;
  private final int[] order;
  private final int[] dominator;
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final List<Integer> reversePostorder = new ArrayList<>();

  private Loops(ControlFlow flow) {
    this.flow = flow;
    order = new int[flow.size()];
    dominator = new int[flow.size()];
    Arrays.fill(order, -1);
    Arrays.fill(dominator, -1);
  }

  /** The loops of a method, inner ones before those around them; none if it is irreducible. */
  static List<Loop> of(ControlFlow flow) {
    return new Loops(flow).find();
  }

  private List<Loop> find() {
    number();
    if (!anyLeadsBack()) {
      return List.of();
    }
    computeDominators();
    Map<Integer, BitSet> bodies = new HashMap<>();
    for (int from : reversePostorder) {
      for (int to : flow.successors(from)) {
        if (leadsBack(from, to)) {
          if (!dominates(to, from)) {
            return List.of();
          }
          addBody(bodies.computeIfAbsent(to, header -> new BitSet()), to, from);
        }
      }
    }
    return bodies.entrySet().stream()
        .map(entry -> new Loop(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(loop -> loop.body().cardinality()))
        .toList();
  }

  /** Numbers what is reachable in reverse postorder, and notes predecessors. */
  private void number() {
    for (int i = 0; i < flow.size(); i++) {
      predecessors.add(new ArrayList<>());
    }
    int[] next = new int[flow.size()];
    var seen = new BitSet();
    var path = new ArrayDeque<Integer>();
    var postorder = new ArrayDeque<Integer>();
    path.push(0);
    seen.set(0);
    while (!path.isEmpty()) {
      int at = path.element();
      if (next[at] == flow.successors(at).length) {
        postorder.push(path.pop());
        continue;
      }
      int to = flow.successors(at)[next[at]++];
      predecessors.get(to).add(at);
      if (!seen.get(to)) {
        seen.set(to);
        path.push(to);
      }
    }
    for (int each : postorder) {
      order[each] = reversePostorder.size();
      reversePostorder.add(each);
    }
  }

  private boolean leadsBack(int from, int to) {
    return order[to] <= order[from];
  }

  private boolean anyLeadsBack() {
    return reversePostorder.stream()
        .anyMatch(from -> Arrays.stream(flow.successors(from)).anyMatch(to -> leadsBack(from, to)));
  }

  private void computeDominators() {
    dominator[0] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int at : reversePostorder.subList(1, reversePostorder.size())) {
        int common = -1;
        for (int before : predecessors.get(at)) {
          if (dominator[before] >= 0) {
            common = common < 0 ? before : meet(common, before);
          }
        }
        changed |= dominator[at] != common;
        dominator[at] = common;
      }
    }
  }

  private int meet(int one, int other) {
    int a = one;
    int b = other;
    while (a != b) {
      if (order[a] > order[b]) {
        a = dominator[a];
      } else {
        b = dominator[b];
      }
    }
    return a;
  }

  private boolean dominates(int header, int at) {
    int each = at;
    while (order[each] > order[header]) {
      each = dominator[each];
    }
    return each == header;
  }

  private void addBody(BitSet body, int header, int end) {
    body.set(header);
    var open = new ArrayDeque<Integer>();
    open.push(end);
    while (!open.isEmpty()) {
      int at = open.pop();
      if (!body.get(at)) {
        body.set(at);
        open.addAll(predecessors.get(at));
      }
    }
  }

  /** The innermost of {@code loops}, inner ones first, around an instruction; or null. */
  static @Nullable Loop innermost(List<Loop> loops, int at) {
    return loops.stream().filter(loop -> loop.body().get(at)).findFirst().orElse(null);
  }
}
