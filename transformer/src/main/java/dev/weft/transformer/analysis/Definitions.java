package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where the values come from that instructions take: which stores of a variable may have given it
 * the value that a load takes, and what has just been executed.
 */
final class Definitions {

  private final List<AbstractInsnNode> code = new ArrayList<>();
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final ControlFlow flow;

  Definitions(MethodNode method) {
    flow = new ControlFlow(method);
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= 0) {
        code.add(insn);
        predecessors.add(new ArrayList<>());
      }
    }
    for (int number = 0; number < flow.size(); number++) {
      for (int successor : flow.successors(number)) {
        predecessors.get(successor).add(number);
      }
    }
  }

  /** What is executed right before {@code insn} on each way to it, past jumps; null if unknown. */
  @Nullable AbstractInsnNode before(AbstractInsnNode insn) {
    int number = flow.position(insn);
    for (int steps = 0; steps < code.size(); steps++) {
      if (predecessors.get(number).size() != 1) {
        return null;
      }
      number = predecessors.get(number).get(0);
      AbstractInsnNode before = code.get(number);
      if (before.getOpcode() != Opcodes.GOTO && before.getOpcode() != Opcodes.NOP) {
        return before;
      }
    }
    return null;
  }

  /** The stores that reach {@code load}; none if that is not all that may. */
  List<VarInsnNode> reaching(VarInsnNode load) {
    var stores = new ArrayList<VarInsnNode>();
    var seen = new BitSet();
    var open = new ArrayDeque<Integer>();
    open.add(flow.position(load));
    while (!open.isEmpty()) {
      int number = open.remove();
      if (number == 0) {
        return List.of(); // a parameter's value may reach it
      }
      for (int before : predecessors.get(number)) {
        if (seen.get(before)) {
          continue;
        }
        seen.set(before);
        AbstractInsnNode insn = code.get(before);
        if (!writes(insn, load.var)) {
          open.add(before);
        } else if (insn instanceof VarInsnNode store && store.var == load.var) {
          stores.add(store);
        } else {
          return List.of();
        }
      }
    }
    return stores;
  }

  private static boolean writes(AbstractInsnNode insn, int slot) {
    if (insn instanceof IincInsnNode increment) {
      return increment.var == slot;
    }
    if (!(insn instanceof VarInsnNode store) || store.getOpcode() < Opcodes.ISTORE) {
      return false;
    }
    boolean wide = store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE;
    return store.var == slot || (wide && store.var + 1 == slot);
  }
}
