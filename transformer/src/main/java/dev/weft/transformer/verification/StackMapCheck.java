package dev.weft.transformer.verification;

import dev.weft.transformer.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Checks one method against its stack map as the JVM does since Java 7: in one pass in code order,
 * with a frame wherever code is jumped to or follows what does not fall through, and no inference
 * where one is missing.
 */
public final class StackMapCheck {

  private final ClassNode owner;
  private final MethodNode method;
  private final StrictVerifier verifier;
  private final StackMapFrames frames;

  /** Whether another constructor is still to be called, whatever variables hold. */
  private boolean constructing;

  private StackMapCheck(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
    this.owner = owner;
    this.method = method;
    verifier = new StrictVerifier(owner, method, hierarchy);
    frames = new StackMapFrames(method, verifier);
  }

  /** Whether the JVM checks a class so, without any other way if that fails. */
  public static boolean isFor(ClassNode owner) {
    return (owner.version & 0xFFFF) >= Opcodes.V1_7;
  }

  /** What is wrong with a method; null if nothing is. */
  public static @Nullable String problem(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
    if (method.instructions.size() == 0) {
      return null;
    }
    try {
      new StackMapCheck(owner, method, hierarchy).run();
      return null;
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void run() throws AnalyzerException {
    Frame<BasicValue> current = initial();
    constructing = holdsUninitialized(current);
    AbstractInsnNode last = null;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= 0) {
        current = step(insn, current);
        last = insn;
      }
    }
    if (current != null && last != null) {
      throw problem(last, "falls off the end of the code");
    }
  }

  private Frame<BasicValue> initial() {
    var frame = new Frame<BasicValue>(method.maxLocals, method.maxStack);
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      boolean constructs = method.name.equals("<init>") && owner.superName != null;
      frame.setLocal(
          slot++,
          constructs
              ? new UninitializedValue(verifier.ownType(), UninitializedValue.THIS)
              : verifier.object(owner.name));
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      BasicValue value = verifier.newValue(type);
      frame.setLocal(slot++, value);
      if (value.getSize() == 2) {
        frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
      }
    }
    while (slot < method.maxLocals) {
      frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
    }
    frame.setReturn(verifier.newReturnTypeValue(Type.getReturnType(method.desc)));
    return frame;
  }

  /** What there is behind an instruction; null if what follows is not reached from it. */
  private @Nullable Frame<BasicValue> step(
      AbstractInsnNode insn, @Nullable Frame<BasicValue> reached) throws AnalyzerException {
    Frame<BasicValue> declared = frames.before(insn);
    if (declared != null && reached != null) {
      compare(insn, reached, declared);
    }
    Frame<BasicValue> before = declared == null ? reached : declared;
    if (before == null) {
      throw problem(insn, "has no stack map frame, and is not reached from the one before it");
    }
    if (declared != null) {
      constructing = holdsUninitialized(declared);
    }
    checkHandlers(insn, before);
    Frame<BasicValue> after = execute(insn, before);
    for (LabelNode target : targets(insn)) {
      Frame<BasicValue> there = frames.at(target);
      if (there == null) {
        throw problem(insn, "jumps where there is no stack map frame");
      }
      compare(insn, after, there);
    }
    return fallsThrough(insn.getOpcode()) ? after : null;
  }

  private Frame<BasicValue> execute(AbstractInsnNode insn, Frame<BasicValue> before)
      throws AnalyzerException {
    int opcode = insn.getOpcode();
    if (opcode == Opcodes.JSR || opcode == Opcodes.RET) {
      throw problem(insn, "is an instruction that class files of this version must not have");
    }
    if (opcode == Opcodes.RETURN && constructing) {
      throw problem(insn, "returns before another constructor has been called");
    }
    var after = new Frame<BasicValue>(before);
    after.setReturn(verifier.newReturnTypeValue(Type.getReturnType(method.desc)));
    try {
      after.execute(insn, verifier);
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      throw problem(insn, String.valueOf(e.getMessage()));
    }
    if (insn instanceof MethodInsnNode call && call.name.equals("<init>")) {
      int arguments = Type.getArgumentTypes(call.desc).length;
      BasicValue receiver = before.getStack(before.getStackSize() - 1 - arguments);
      initialize(after, receiver);
      constructing &= !(receiver instanceof UninitializedValue made && made.isThis());
    }
    if (words(after) > method.maxStack) {
      throw problem(insn, "needs more stack than the method's " + method.maxStack + " words");
    }
    return after;
  }

  private static int words(Frame<BasicValue> frame) {
    int words = 0;
    for (int i = 0; i < frame.getStackSize(); i++) {
      words += frame.getStack(i).getSize();
    }
    return words;
  }

  private static boolean holdsUninitialized(Frame<BasicValue> frame) {
    for (int slot = 0; slot < frame.getLocals(); slot++) {
      if (frame.getLocal(slot) instanceof UninitializedValue value && value.isThis()) {
        return true;
      }
    }
    return false;
  }

  /** All copies of an object whose constructor has been called are initialised now. */
  private void initialize(Frame<BasicValue> frame, BasicValue object) {
    BasicValue initialized = verifier.object(object.getType().getInternalName());
    for (int slot = 0; slot < frame.getLocals(); slot++) {
      if (frame.getLocal(slot).equals(object)) {
        frame.setLocal(slot, initialized);
      }
    }
    for (int i = 0; i < frame.getStackSize(); i++) {
      if (frame.getStack(i).equals(object)) {
        frame.setStack(i, initialized);
      }
    }
  }

  private void checkHandlers(AbstractInsnNode insn, Frame<BasicValue> before)
      throws AnalyzerException {
    int at = method.instructions.indexOf(insn);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (method.instructions.indexOf(block.start) <= at
          && at < method.instructions.indexOf(block.end)) {
        Frame<BasicValue> handler = frames.at(block.handler);
        if (handler == null) {
          throw problem(insn, "has an exception handler without a stack map frame");
        }
        var thrown = new Frame<BasicValue>(handler.getLocals(), 1);
        for (int slot = 0; slot < before.getLocals(); slot++) {
          thrown.setLocal(slot, before.getLocal(slot));
        }
        thrown.push(verifier.object(block.type == null ? "java/lang/Throwable" : block.type));
        compare(insn, thrown, handler);
      }
    }
  }

  private void compare(AbstractInsnNode insn, Frame<BasicValue> given, Frame<BasicValue> declared)
      throws AnalyzerException {
    if (constructing && !holdsUninitialized(declared)) {
      throw problem(
          insn, "leads where the object counts as made before another constructor is called");
    }
    if (given.getStackSize() != declared.getStackSize()) {
      throw problem(
          insn,
          "leads with "
              + given.getStackSize()
              + " values on the stack where the stack map has "
              + declared.getStackSize());
    }
    for (int slot = 0; slot < declared.getLocals(); slot++) {
      compare(insn, "variable " + slot, given.getLocal(slot), declared.getLocal(slot));
    }
    for (int i = 0; i < declared.getStackSize(); i++) {
      compare(insn, "stack value " + i, given.getStack(i), declared.getStack(i));
    }
  }

  private void compare(AbstractInsnNode insn, String what, BasicValue given, BasicValue declared)
      throws AnalyzerException {
    if (!verifier.fits(given, declared)) {
      throw problem(
          insn, "leads with " + given + " as " + what + " where the stack map has " + declared);
    }
  }

  private static List<LabelNode> targets(AbstractInsnNode insn) {
    if (insn instanceof JumpInsnNode jump) {
      return List.of(jump.label);
    }
    List<LabelNode> targets = new ArrayList<>();
    if (insn instanceof TableSwitchInsnNode table) {
      targets.addAll(table.labels);
      targets.add(table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      targets.addAll(lookup.labels);
      targets.add(lookup.dflt);
    }
    return targets;
  }

  private static boolean fallsThrough(int opcode) {
    return opcode != Opcodes.GOTO
        && opcode != Opcodes.ATHROW
        && opcode != Opcodes.TABLESWITCH
        && opcode != Opcodes.LOOKUPSWITCH
        && !(opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  private AnalyzerException problem(AbstractInsnNode insn, String what) {
    return new AnalyzerException(
        insn, "Error at instruction " + method.instructions.indexOf(insn) + ": " + what);
  }
}
