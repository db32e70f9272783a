package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes of a {@code synchronized} method one whose whole code is a {@code synchronized} block, as
 * javac would write it:
 *
 * <pre>
 *   aload this (or ldc class); dup; astore lock; monitorenter
 * START:
 *   ...
 *   aload lock; monitorexit
 * END:
 *   xreturn                            // each of them; the next covered range begins behind it
 * HANDLER:                             // any, for all covered ranges and for itself
 *   astore thrown; aload lock; monitorexit; aload thrown; athrow
 * </pre>
 */
public final class SynchronizedMethods {

  private final MethodNode method;
  private final int lock;
  private final String lockType;
  private final List<TryCatchBlockNode> covered = new ArrayList<>();
  private final LabelNode handler = new LabelNode();

  private SynchronizedMethods(AsyncBody body) {
    method = body.node();
    lock = method.maxLocals;
    lockType = body.isStatic() ? "java/lang/Class" : body.owner().name;
  }

  /** Rewrites a coroutine that is {@code synchronized}, unless its kind may not be. */
  public static void open(AsyncBody body) {
    boolean isSynchronized = (body.node().access & Opcodes.ACC_SYNCHRONIZED) != 0;
    if (isSynchronized && body.kind().refusalToSynchronize() == null) {
      new SynchronizedMethods(body).run(body);
    }
  }

  private void run(AsyncBody body) {
    method.access &= ~Opcodes.ACC_SYNCHRONIZED;
    method.maxLocals += 2; // the lock, and what is thrown
    method.maxStack += 2;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode frame) {
        frame.local = withLock(frame.local);
      }
    }
    LabelNode start = enter(body);
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN) {
        start = leaveBefore(insn, start);
      }
    }
    leaveWhenThrown(start);
    method.tryCatchBlocks.addAll(covered); // after the method's own, which are further in
  }

  private LabelNode enter(AsyncBody body) {
    var start = new LabelNode();
    var code = new InsnList();
    code.add(
        body.isStatic()
            ? new LdcInsnNode(Type.getObjectType(body.owner().name))
            : new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(new InsnNode(Opcodes.DUP));
    code.add(new VarInsnNode(Opcodes.ASTORE, lock));
    code.add(new InsnNode(Opcodes.MONITORENTER));
    code.add(start);
    method.instructions.insert(code);
    return start;
  }

  /** Returns where the next covered range begins. */
  private LabelNode leaveBefore(AbstractInsnNode insn, LabelNode start) {
    var end = new LabelNode();
    var next = new LabelNode();
    method.instructions.insertBefore(insn, new VarInsnNode(Opcodes.ALOAD, lock));
    method.instructions.insertBefore(insn, new InsnNode(Opcodes.MONITOREXIT));
    method.instructions.insertBefore(insn, end);
    method.instructions.insert(insn, next);
    covered.add(new TryCatchBlockNode(start, end, handler, null));
    return next;
  }

  private void leaveWhenThrown(LabelNode start) {
    var end = new LabelNode();
    var frame = new FrameNode(Opcodes.F_NEW, 0, null, 1, new Object[] {"java/lang/Throwable"});
    frame.local = withLock(List.of());
    InsnList code = method.instructions;
    code.add(handler);
    code.add(frame);
    code.add(new VarInsnNode(Opcodes.ASTORE, lock + 1));
    code.add(new VarInsnNode(Opcodes.ALOAD, lock));
    code.add(new InsnNode(Opcodes.MONITOREXIT));
    code.add(end);
    code.add(new VarInsnNode(Opcodes.ALOAD, lock + 1));
    code.add(new InsnNode(Opcodes.ATHROW));
    covered.add(new TryCatchBlockNode(start, end, handler, null)); // itself, too
  }

  private List<Object> withLock(List<Object> locals) {
    var all = new ArrayList<>(locals);
    int slots = 0;
    for (Object type : locals) {
      slots += Opcodes.LONG.equals(type) || Opcodes.DOUBLE.equals(type) ? 2 : 1;
    }
    for (; slots < lock; slots++) {
      all.add(Opcodes.TOP);
    }
    all.add(lockType);
    return all;
  }
}
