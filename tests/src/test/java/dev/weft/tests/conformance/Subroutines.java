package dev.weft.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves calls into subroutines of their own, as compilers before Java 6 did with finally blocks:
 * {@code jsr}, the call with whatever lies on the stack below its arguments, {@code ret}. Each
 * subroutine is in the same try blocks as its call. The class files are of version 49, without
 * stack map frames.
 */
final class Subroutines extends ClassRewriter {

  private static final int EVERY = 2;

  @Override
  int version() {
    return Opcodes.V1_5;
  }

  @Override
  boolean writesFrames() {
    return false;
  }

  @Override
  MethodVisitor method(
      MethodVisitor next, String owner, int access, String name, String descriptor) {
    return new MethodNode(Opcodes.ASM9, access, name, descriptor, null, null) {
      @Override
      public void visitEnd() {
        if (instructions.size() > 0 && !name.startsWith("<")) {
          new Outlining(this).run();
        }
        accept(next);
      }
    };
  }

  private static final class Outlining {
    private final MethodNode method;
    private final InsnList code;
    private final InsnList subroutines = new InsnList();
    private final List<TryCatchBlockNode> blocks = new ArrayList<>();
    private int count;

    Outlining(MethodNode method) {
      this.method = method;
      code = method.instructions;
    }

    void run() {
      var covers = new ArrayList<List<TryCatchBlockNode>>();
      var starts = new ArrayList<LabelNode>();
      var ends = new ArrayList<LabelNode>();
      int halfMade = 0;
      for (AbstractInsnNode insn : code.toArray()) {
        halfMade += change(insn);
        if (halfMade == 0 && isOutlined(insn)) {
          covers.add(coverOf(insn));
          starts.add(new LabelNode());
          ends.add(new LabelNode());
          outline(insn, starts.get(starts.size() - 1), ends.get(ends.size() - 1));
        }
      }
      code.add(subroutines);
      for (int i = 0; i < starts.size(); i++) {
        for (TryCatchBlockNode block : covers.get(i)) {
          blocks.add(new TryCatchBlockNode(starts.get(i), ends.get(i), block.handler, block.type));
        }
      }
      method.tryCatchBlocks.addAll(blocks);
    }

    /** No object may be without its constructor while a subroutine returns. */
    private static int change(AbstractInsnNode insn) {
      boolean constructs = insn instanceof MethodInsnNode call && call.name.equals("<init>");
      return insn.getOpcode() == Opcodes.NEW ? 1 : constructs ? -1 : 0;
    }

    private boolean isOutlined(AbstractInsnNode insn) {
      return insn instanceof MethodInsnNode call
          && !call.name.equals("<init>")
          && !call.itf
          && count++ % EVERY == 0;
    }

    /** The try blocks around an instruction, innermost first. */
    private List<TryCatchBlockNode> coverOf(AbstractInsnNode insn) {
      int index = code.indexOf(insn);
      return method.tryCatchBlocks.stream()
          .filter(each -> code.indexOf(each.start) <= index && index < code.indexOf(each.end))
          .toList();
    }

    private void outline(AbstractInsnNode insn, LabelNode start, LabelNode end) {
      var entry = new LabelNode();
      var jump = new JumpInsnNode(Opcodes.JSR, entry);
      code.set(insn, jump);
      int address = method.maxLocals++;
      subroutines.add(entry);
      subroutines.add(new VarInsnNode(Opcodes.ASTORE, address));
      subroutines.add(start);
      subroutines.add(insn);
      subroutines.add(end);
      subroutines.add(new VarInsnNode(Opcodes.RET, address));
    }
  }
}
