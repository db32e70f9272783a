package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Finds the variables that suspension points need not keep, and why. */
final class DeadVariables {

  private final MethodAnalysis analysis;
  private final MethodNode method;
  private final ControlFlow flow;

  private DeadVariables(MethodAnalysis analysis, ControlFlow flow) {
    this.analysis = analysis;
    this.flow = flow;
    method = analysis.body().node();
  }

  /** For each suspension point, in order. */
  static List<List<DeadVariable>> of(MethodAnalysis analysis, ControlFlow flow) {
    return analysis.points().isEmpty() ? List.of() : new DeadVariables(analysis, flow).find();
  }

  private List<List<DeadVariable>> find() {
    var found = new ArrayList<List<DeadVariable>>();
    var types = new TypeFlow(analysis.body().owner().name, method);
    for (AbstractInsnNode insn : method.instructions) {
      SuspensionPoint point =
          insn.getOpcode() >= 0 && types.isReachable() ? analysis.pointAt(insn) : null;
      if (point != null) {
        found.add(at(point, types));
      }
      types.step(insn);
    }
    return found;
  }

  private List<DeadVariable> at(SuspensionPoint point, TypeFlow types) {
    var slots = new BitSet();
    slots.set(0, types.localSlots());
    point.locals().forEach(kept -> slots.clear(kept.index()));
    boolean named = method.localVariables != null && !method.localVariables.isEmpty();
    return types.locals(slots, before(point)).stream()
        .filter(value -> !named || !value.name().equals("slot" + value.index())) // out of scope
        .map(value -> new DeadVariable(value, overwritten(point, value)))
        .toList();
  }

  /** Names count as of the call: the scope of what it takes may end with it. */
  private static AbstractInsnNode before(SuspensionPoint point) {
    return Objects.requireNonNullElse(point.insn().getPrevious(), point.insn());
  }

  /** Follows all ways on from a point to where the variable is stored; nothing reads it before. */
  private List<Integer> overwritten(SuspensionPoint point, Value value) {
    String name = TypeFlow.name(method, value.index(), before(point));
    var lines = new TreeSet<Integer>();
    var seen = new BitSet();
    var open = new ArrayDeque<Integer>();
    open.add(flow.position(point.insn()));
    while (!open.isEmpty()) {
      for (int next : flow.successors(open.remove())) {
        if (seen.get(next)) {
          continue;
        }
        seen.set(next);
        AbstractInsnNode insn = flow.at(next);
        if (!stores(insn, value)) {
          open.add(next);
        } else if (Objects.equals(name, TypeFlow.name(method, value.index(), insn))) {
          lines.add(Instructions.lineOf(insn)); // else it is another variable of the same slot
        }
      }
    }
    return List.copyOf(lines);
  }

  private static boolean stores(AbstractInsnNode insn, Value value) {
    return insn instanceof VarInsnNode variable
        && variable.getOpcode() >= Opcodes.ISTORE
        && variable.getOpcode() <= Opcodes.ASTORE
        && variable.var == value.index();
  }
}
