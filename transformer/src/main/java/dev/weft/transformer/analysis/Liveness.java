package dev.weft.transformer.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read, at each instruction of a method.
 *
 * <p>The textbook backward data flow: what is live before an instruction is what it reads, and what
 * is live after it save what it writes. Inside a try block everything that a handler reads is live
 * as well, since any instruction may throw. Iterated over the code from its end until nothing
 * changes. A two-word variable is known by its first slot.
 */
public final class Liveness {

  private final InsnList code;
  private final BitSet[] before;
  private final List<List<LabelNode>> handlers = new ArrayList<>();
  private boolean changed;

  /** Analyses a method. */
  public Liveness(MethodNode method) {
    code = method.instructions;
    before = new BitSet[code.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = new BitSet(method.maxLocals);
      handlers.add(List.of());
    }
    coverWithHandlers(method);
    do {
      changed = false;
      for (AbstractInsnNode insn = code.getLast(); insn != null; insn = insn.getPrevious()) {
        update(insn);
      }
    } while (changed);
  }

  private void coverWithHandlers(MethodNode method) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      for (int i = code.indexOf(block.start); i < code.indexOf(block.end); i++) {
        if (handlers.get(i).isEmpty()) {
          handlers.set(i, new ArrayList<>());
        }
        handlers.get(i).add(block.handler);
      }
    }
  }

  /** The variables that may be read from {@code insn} on. */
  public BitSet before(AbstractInsnNode insn) {
    return before[code.indexOf(insn)];
  }

  /** The variables that may be read after {@code insn}, whether it returns or throws. */
  public BitSet after(AbstractInsnNode insn) {
    var live = new BitSet();
    addSuccessors(insn, live);
    addHandlers(insn, live);
    return live;
  }

  private void update(AbstractInsnNode insn) {
    var live = new BitSet();
    addSuccessors(insn, live);
    applyVariable(insn, live);
    addHandlers(insn, live);
    int index = code.indexOf(insn);
    if (!live.equals(before[index])) {
      before[index] = live;
      changed = true;
    }
  }

  private void addHandlers(AbstractInsnNode insn, BitSet live) {
    for (LabelNode handler : handlers.get(code.indexOf(insn))) {
      live.or(before(handler));
    }
  }

  private void addSuccessors(AbstractInsnNode insn, BitSet live) {
    for (LabelNode target : Instructions.targets(insn)) {
      live.or(before(target));
    }
    if (Instructions.fallsThrough(insn) && insn.getNext() != null) {
      live.or(before(insn.getNext()));
    }
  }

  private static void applyVariable(AbstractInsnNode insn, BitSet live) {
    if (insn instanceof VarInsnNode variable) {
      boolean reads = insn.getOpcode() <= Opcodes.ALOAD;
      live.set(variable.var, reads);
    } else if (insn instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
  }
}
