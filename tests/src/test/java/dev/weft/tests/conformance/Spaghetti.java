package dev.weft.tests.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Cuts methods into pieces and lays them out in a random order, joined by jumps, as obfuscators do:
 * backward jumps with values and half-made objects on the stack, try blocks of many parts that
 * begin within expressions, and unreachable code between.
 */
final class Spaghetti extends ClassRewriter {

  private static final int LARGEST = 4000;

  private final Random random;

  Spaghetti(long seed) {
    random = new Random(seed);
  }

  @Override
  MethodVisitor method(
      MethodVisitor next, String owner, int access, String name, String descriptor) {
    return new MethodNode(Opcodes.ASM9, access, name, descriptor, null, null) {
      @Override
      public void visitEnd() {
        if (instructions.size() > 3 && instructions.size() < LARGEST) {
          new Cutting(this).run();
        }
        accept(next);
      }
    };
  }

  /** A stretch of code, with labels at both ends. */
  private record Piece(LabelNode start, LabelNode end, List<AbstractInsnNode> code) {}

  private final class Cutting {
    private final MethodNode method;
    private final List<Piece> pieces = new ArrayList<>();

    Cutting(MethodNode method) {
      this.method = method;
    }

    void run() {
      cut();
      var blocks = new ArrayList<TryCatchBlockNode>();
      for (TryCatchBlockNode block : method.tryCatchBlocks) {
        splitBlock(block, blocks);
      }
      method.tryCatchBlocks = blocks;
      method.localVariables = null;
      layOut();
    }

    private void cut() {
      var current = new ArrayList<AbstractInsnNode>();
      int left = 1 + random.nextInt(8);
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        current.add(insn);
        if ((insn.getOpcode() >= 0 && --left <= 0) || insn.getNext() == null) {
          pieces.add(new Piece(new LabelNode(), new LabelNode(), List.copyOf(current)));
          current.clear();
          left = 1 + random.nextInt(8);
        }
      }
    }

    /** A try block becomes one for each piece that has some of its code. */
    private void splitBlock(TryCatchBlockNode block, List<TryCatchBlockNode> into) {
      boolean inside = false;
      for (Piece piece : pieces) {
        LabelNode from = inside ? piece.start : null;
        for (AbstractInsnNode insn : piece.code) {
          if (insn == block.start) {
            from = block.start;
            inside = true;
          } else if (insn == block.end) {
            add(from, block.end, block, piece, into);
            from = null;
            inside = false;
          }
        }
        if (from != null) {
          add(from, piece.end, block, piece, into);
        }
      }
    }

    private void add(
        LabelNode from,
        LabelNode to,
        TryCatchBlockNode block,
        Piece piece,
        List<TryCatchBlockNode> into) {
      boolean covers = false;
      boolean within = from == piece.start;
      for (AbstractInsnNode insn : piece.code) {
        within = (within || insn == from) && insn != to;
        covers |= within && insn.getOpcode() >= 0;
      }
      if (covers) {
        into.add(new TryCatchBlockNode(from, to, block.handler, block.type));
      }
    }

    private void layOut() {
      var order = new ArrayList<>(pieces.subList(1, pieces.size()));
      Collections.shuffle(order, random);
      order.add(0, pieces.get(0));
      var code = new InsnList();
      method.instructions.clear();
      for (Piece piece : order) {
        code.add(piece.start);
        piece.code.forEach(code::add);
        code.add(piece.end);
        int next = pieces.indexOf(piece) + 1;
        if (next < pieces.size()) {
          code.add(new JumpInsnNode(Opcodes.GOTO, pieces.get(next).start));
        }
        for (int i = random.nextInt(3); i > 0; i--) { // not reached
          code.add(new InsnNode(Opcodes.NOP));
        }
        if (code.getLast().getOpcode() == Opcodes.NOP) {
          code.add(new JumpInsnNode(Opcodes.GOTO, piece.start));
        }
      }
      method.instructions = code;
    }
  }
}
