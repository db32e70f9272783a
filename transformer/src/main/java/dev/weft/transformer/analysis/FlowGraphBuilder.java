package dev.weft.transformer.analysis;

import dev.weft.transformer.facts.FlowGraph;
import dev.weft.transformer.facts.FlowGraph.Edge;
import dev.weft.transformer.facts.FlowGraph.Node;
import dev.weft.transformer.facts.FlowGraph.NodeKind;
import dev.weft.transformer.facts.LoopOfPoints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Makes the graph of states. It begins with basic blocks, of which a suspension point is one, and
 * takes out those that have one way in or one way out and stand for nothing that people look for.
 */
final class FlowGraphBuilder {

  private final MethodAnalysis analysis;
  private final ControlFlow flow;
  private final BitSet leaders = new BitSet();

  /** By the number of its first instruction; START is -1, RETURN and THROW lie behind the code. */
  private final Map<Integer, Node> nodes = new TreeMap<>();

  /** From, to, and whether only exceptions lead that way. */
  private final Map<Integer, Map<Integer, Boolean>> out = new TreeMap<>();

  private final int start = -1;
  private final int returns;
  private final int throwing;

  private FlowGraphBuilder(MethodAnalysis analysis, ControlFlow flow) {
    this.analysis = analysis;
    this.flow = flow;
    returns = flow.size();
    throwing = flow.size() + 1;
  }

  static FlowGraph build(MethodAnalysis analysis, ControlFlow flow, List<LoopOfPoints> loops) {
    return analysis.points().isEmpty()
        ? new FlowGraph(List.of(), List.of())
        : new FlowGraphBuilder(analysis, flow).build(loops);
  }

  private FlowGraph build(List<LoopOfPoints> loops) {
    findLeaders();
    addNodes(loops);
    addEdges();
    dropUnreachable();
    contract();
    var edges = new ArrayList<Edge>();
    out.forEach(
        (from, targets) -> targets.forEach((to, thrown) -> edges.add(new Edge(from, to, thrown))));
    return new FlowGraph(List.copyOf(nodes.values()), edges);
  }

  private void findLeaders() {
    leaders.set(0);
    for (int number = 0; number < flow.size(); number++) {
      AbstractInsnNode insn = flow.at(number);
      Instructions.targets(insn).forEach(target -> leaders.set(flow.position(target)));
      boolean isPoint = analysis.pointAt(insn) != null;
      if (isPoint) {
        leaders.set(number);
      }
      if (isPoint || !Instructions.fallsThrough(insn) || !Instructions.targets(insn).isEmpty()) {
        leaders.set(number + 1);
      }
    }
    for (TryCatchBlockNode block : analysis.body().node().tryCatchBlocks) {
      leaders.set(flow.position(block.start));
      leaders.set(flow.position(block.end));
      leaders.set(flow.position(block.handler));
    }
    leaders.clear(flow.size(), flow.size() + 2);
  }

  private void addNodes(List<LoopOfPoints> loops) {
    nodes.put(start, new Node(start, NodeKind.START, 0, line(0), ""));
    for (int number : leaders.stream().toArray()) {
      SuspensionPoint point = analysis.pointAt(flow.at(number));
      NodeKind kind = point == null ? NodeKind.BRANCH : NodeKind.POINT;
      int state = point == null ? 0 : point.state();
      nodes.put(number, new Node(number, kind, state, line(number), ""));
    }
    for (TryCatchBlockNode block : analysis.body().node().tryCatchBlocks) {
      int number = flow.position(block.handler);
      String type = Objects.requireNonNullElse(block.type, "");
      replace(number, NodeKind.HANDLER, type);
    }
    for (LoopOfPoints loop : loops) {
      replace(loop.header(), NodeKind.LOOP, "");
    }
    nodes.put(returns, new Node(returns, NodeKind.RETURN, 0, 0, ""));
    nodes.put(throwing, new Node(throwing, NodeKind.THROW, 0, 0, ""));
  }

  private void replace(int number, NodeKind kind, String detail) {
    Node node = nodes.get(number);
    if (node != null && node.kind() == NodeKind.BRANCH) {
      nodes.put(number, new Node(number, kind, 0, node.line(), detail));
    }
  }

  private int line(int number) {
    return Instructions.lineOf(flow.at(number));
  }

  private void addEdges() {
    addEdge(start, 0, false);
    LabelNode[][] handlers = Handlers.of(analysis.body().node());
    int block = 0;
    for (int number = 0; number < flow.size(); number++) {
      block = leaders.get(number) ? number : block;
      AbstractInsnNode insn = flow.at(number);
      LabelNode[] around = handlers[analysis.body().node().instructions.indexOf(insn)];
      if (Instructions.mayThrow(insn)) {
        for (LabelNode handler : around) {
          addEdge(block, flow.position(handler), true);
        }
      }
      if (insn.getOpcode() == Opcodes.ATHROW && around.length == 0) {
        addEdge(block, throwing, true);
      } else if (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN) {
        addEdge(block, returns, false);
      }
      int next = number + 1;
      if (Instructions.fallsThrough(insn) && next < flow.size() && leaders.get(next)) {
        addEdge(block, next, false);
      }
      for (LabelNode target : Instructions.targets(insn)) {
        addEdge(block, flow.position(target), false);
      }
    }
  }

  private void addEdge(int from, int to, boolean thrown) {
    out.computeIfAbsent(from, unused -> new TreeMap<>())
        .merge(to, thrown, (one, other) -> one && other);
  }

  private void dropUnreachable() {
    var seen = new HashSet<Integer>();
    var open = new ArrayDeque<Integer>(List.of(start));
    while (!open.isEmpty()) {
      int at = open.remove();
      if (seen.add(at)) {
        open.addAll(out.getOrDefault(at, Map.of()).keySet());
      }
    }
    nodes.keySet().retainAll(seen);
    out.keySet().retainAll(seen);
  }

  /** Whether a node may go: handlers stay only where points lead to them. */
  private boolean isPassing(Node node) {
    if (node.kind() == NodeKind.BRANCH) {
      return true;
    }
    return node.kind() == NodeKind.HANDLER
        && out.entrySet().stream()
            .filter(each -> each.getValue().containsKey(node.id()))
            .map(each -> nodes.get(each.getKey()))
            .noneMatch(from -> from != null && from.kind() == NodeKind.POINT);
  }

  private void contract() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Node node : List.copyOf(nodes.values())) {
        if (isPassing(node) && takeOut(node.id())) {
          changed = true;
        }
      }
    }
  }

  /** Joins what leads to a node with what it leads to, unless both are several. */
  private boolean takeOut(int id) {
    Map<Integer, Boolean> to = new LinkedHashMap<>(out.getOrDefault(id, Map.of()));
    to.remove(id);
    Map<Integer, Boolean> from = new LinkedHashMap<>();
    out.forEach(
        (source, targets) -> {
          Boolean thrown = targets.get(id);
          if (thrown != null && source != id) {
            from.put(source, thrown);
          }
        });
    if (from.size() > 1 && to.size() > 1) {
      return false;
    }
    out.remove(id);
    nodes.remove(id);
    from.forEach(
        (source, thrown) -> {
          Objects.requireNonNull(out.get(source)).remove(id);
          to.forEach((target, thrownOn) -> addEdge(source, target, thrown || thrownOn));
        });
    return true;
  }
}
