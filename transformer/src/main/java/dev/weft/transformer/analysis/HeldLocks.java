package dev.weft.transformer.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether a method may hold a lock of {@code java.util.concurrent.locks} at an instruction: how
 * often it has locked and not unlocked, by a forward flow that keeps the larger count where paths
 * meet.
 *
 * <p>Such a lock belongs to a thread as a monitor does, but is an object like any other: whether it
 * is safe to suspend cannot be decided, so it is only worth a warning.
 */
final class HeldLocks {

  private static final String PACKAGE = "java/util/concurrent/locks/";

  /** Those that know the thread that holds them. */
  private static final Set<String> LOCKS =
      Set.of(
          PACKAGE + "Lock",
          PACKAGE + "ReentrantLock",
          PACKAGE + "ReentrantReadWriteLock$ReadLock",
          PACKAGE + "ReentrantReadWriteLock$WriteLock");

  private static final int UNREACHED = -1;

  /** Stops a loop that only locks from counting for ever. */
  private static final int LIMIT = 16;

  private final InsnList code;
  private final LabelNode[][] handlers;
  private final int[] count;
  private final ArrayDeque<Integer> work = new ArrayDeque<>();

  private HeldLocks(MethodNode method) {
    code = method.instructions;
    handlers = Handlers.of(method);
    count = new int[code.size()];
    Arrays.fill(count, UNREACHED);
    reach(0, 0);
    while (!work.isEmpty()) {
      flow(work.remove());
    }
  }

  /** The locks of a method, or null if it has none. */
  static @Nullable HeldLocks of(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (change(insn) != 0) {
        return new HeldLocks(method);
      }
    }
    return null;
  }

  /** Whether one may be held when {@code insn} runs. */
  boolean heldAt(AbstractInsnNode insn) {
    return count[code.indexOf(insn)] > 0;
  }

  private void reach(int index, int held) {
    if (count[index] < held && held <= LIMIT) {
      count[index] = held;
      work.add(index);
    }
  }

  private void flow(int index) {
    AbstractInsnNode insn = code.get(index);
    int before = count[index];
    boolean unlocks = change(insn) < 0;
    for (LabelNode handler : handlers[index]) {
      reach(code.indexOf(handler), unlocks ? Math.max(0, before - 1) : before);
    }
    int after = Math.max(0, before + (tries(insn) ? 0 : change(insn)));
    AbstractInsnNode last = Instructions.previous(insn);
    boolean tested = last != null && tries(last);
    int taken = tested && insn.getOpcode() == Opcodes.IFNE ? after + 1 : after;
    int next = tested && insn.getOpcode() == Opcodes.IFEQ ? after + 1 : after;
    for (LabelNode target : Instructions.targets(insn)) {
      reach(code.indexOf(target), taken);
    }
    if (Instructions.fallsThrough(insn) && insn.getNext() != null) {
      reach(index + 1, next);
    }
  }

  /** A {@code tryLock}, which has locked where its result is true. */
  private static boolean tries(AbstractInsnNode insn) {
    return change(insn) > 0 && ((MethodInsnNode) insn).name.equals("tryLock");
  }

  private static int change(AbstractInsnNode insn) {
    if (!(insn instanceof MethodInsnNode call) || !LOCKS.contains(call.owner)) {
      return 0;
    }
    return switch (call.name) {
      case "lock", "lockInterruptibly", "tryLock" -> 1;
      case "unlock" -> -1;
      default -> 0;
    };
  }
}
