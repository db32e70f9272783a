package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Names;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes {@code R m(P...)}, what ordinary callers see: it starts a task, blocks, or makes a
 * generator.
 */
final class EntryEmitter {

  private static final String TASK_DESC = "L" + Names.TASK + ";";

  /** What a task is without more ado. */
  private static final Set<String> TASK_TYPES = Set.of(Names.TASK, Names.COMPLETION_STAGE);

  private final AsyncBody body;
  private final Code code;
  private final int slot;
  private final boolean virtual;

  private EntryEmitter(AsyncBody body, boolean virtual) {
    this.body = body;
    this.virtual = virtual;
    code = new Code(body.node().access, body.node().name, body.node().desc);
    slot = body.parameterSlots();
  }

  /** The entry's code; everything else of the method stays as it was written. */
  static MethodNode emit(AsyncBody body) {
    return emit(body, false);
  }

  /** The code of an entry to whichever body the receiver has. */
  static MethodNode emitVirtual(AsyncBody body) {
    return emit(body, true);
  }

  private static MethodNode emit(AsyncBody body, boolean virtual) {
    var entry = new EntryEmitter(body, virtual);
    switch (body.kind()) {
      case TASK -> entry.startTask();
      case GENERATOR -> entry.makeGenerator();
      case SUSPENDING -> entry.block();
    }
    return entry.code;
  }

  /**
   * {@code c = Carrier.current(); r = m(P..., MAX_DEPTH, c); return c.unwinding ? c.block() : r}.
   */
  private void block() {
    Type result = body.bodyResult();
    var suspended = new Label();
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, Names.CARRIER, "current", "()" + Names.CARRIER_DESC, false);
    code.visitVarInsn(Opcodes.ASTORE, slot);
    callBody(); // Stack: result
    code.carrierField(slot, "unwinding", "I");
    code.visitJumpInsn(Opcodes.IFNE, suspended);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    Object type = Value.verificationType(result);
    code.label(
        suspended, locals(Names.CARRIER), type == null ? new Object[0] : new Object[] {type});
    code.pop(result);
    code.visitVarInsn(Opcodes.ALOAD, slot);
    code.carrierResult("block", result);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
  }

  /**
   * {@code call = TaskMethod.begin(); try { r = m(P..., call.room(), call.carrier()) } catch
   * (Throwable t) { return call.threw(t) } return call.returned(r)}.
   */
  private void startTask() {
    var start = new Label();
    var end = new Label();
    var threw = new Label();
    taskMethod(Opcodes.INVOKESTATIC, "begin", "()L" + Names.TASK_METHOD + ";");
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ASTORE, slot + 1);
    taskMethod(Opcodes.INVOKEVIRTUAL, "carrier", "()" + Names.CARRIER_DESC);
    code.visitVarInsn(Opcodes.ASTORE, slot);
    code.visitLabel(start);
    callBody(); // Stack: result
    code.visitVarInsn(Opcodes.ASTORE, slot + 2);
    code.visitLabel(end);
    endTask("returned", "Ljava/lang/Object;");
    code.label(threw, locals(Names.CARRIER, Names.TASK_METHOD), "java/lang/Throwable");
    code.visitVarInsn(Opcodes.ASTORE, slot + 2);
    endTask("threw", "Ljava/lang/Throwable;");
    code.visitTryCatchBlock(start, end, threw, null);
  }

  private void endTask(String how, String argument) {
    code.visitVarInsn(Opcodes.ALOAD, slot + 1);
    code.visitVarInsn(Opcodes.ALOAD, slot + 2);
    taskMethod(Opcodes.INVOKEVIRTUAL, how, "(" + argument + ")" + TASK_DESC);
    asReturned(Type.getReturnType(body.node().desc));
    code.visitInsn(Opcodes.ARETURN);
  }

  /** Stack: task. Makes what the method returns of it. */
  private void asReturned(Type returned) {
    if (returned.getInternalName().equals(Names.COMPLETABLE_FUTURE)) {
      taskMethod(Opcodes.INVOKESTATIC, "future", "(" + TASK_DESC + ")" + returned);
    } else if (!TASK_TYPES.contains(returned.getInternalName())) { // a future of its own class
      code.visitTypeInsn(Opcodes.NEW, returned.getInternalName());
      code.visitInsn(Opcodes.DUP);
      code.visitMethodInsn(
          Opcodes.INVOKESPECIAL, returned.getInternalName(), "<init>", "()V", false);
      String future = "L" + Names.COMPLETABLE_FUTURE + ";";
      taskMethod(Opcodes.INVOKESTATIC, "into", "(" + TASK_DESC + future + ")" + future);
      code.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
    }
  }

  private void taskMethod(int opcode, String name, String descriptor) {
    code.visitMethodInsn(opcode, Names.TASK_METHOD, name, descriptor, false);
  }

  private void makeGenerator() {
    code.loadParameters(body.isStatic(), body.node().desc);
    FrameClassEmitter.callStart(code, body); // Stack: frame
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Names.GENERATOR_METHOD,
        "of",
        "(" + Names.FRAME_DESC + ")L" + Names.GENERATOR + ";",
        false);
    code.visitInsn(Opcodes.ARETURN);
  }

  /**
   * Calls this class's body, whatever subclasses do, unless virtual; the carrier is in {@code
   * slot}.
   */
  private void callBody() {
    if (body.checksReceiver() && !virtual) {
      markSpecial();
    }
    int opcode = body.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    code.loadParameters(body.isStatic(), body.node().desc);
    if (body.kind() == Kind.TASK) {
      code.visitVarInsn(Opcodes.ALOAD, slot + 1);
      taskMethod(Opcodes.INVOKEVIRTUAL, "room", "()I");
    } else {
      code.maxDepth();
    }
    code.visitVarInsn(Opcodes.ALOAD, slot);
    code.visitMethodInsn(
        virtual ? Opcodes.INVOKEINTERFACE : opcode,
        body.owner().name,
        body.node().name,
        body.bodyDescriptor(),
        body.inInterface());
  }

  /** The body looks at the mark only when its receiver is of another class. */
  private void markSpecial() {
    var unmarked = new Label();
    boolean compares = !body.inInterface();
    if (compares) {
      Ordinary.compareReceiverClass(code, body);
      code.visitJumpInsn(Opcodes.IF_ACMPEQ, unmarked);
    }
    code.markSpecial(slot);
    if (compares) {
      boolean task = body.kind() == Kind.TASK;
      code.label(unmarked, task ? locals(Names.CARRIER, Names.TASK_METHOD) : locals(Names.CARRIER));
    }
  }

  private Object[] locals(String... own) {
    var types =
        new LocalTypes(slot + own.length)
            .parameters(body.owner().name, body.isStatic(), body.node().desc);
    for (int i = 0; i < own.length; i++) {
      types.set(slot + i, own[i]);
    }
    return types.toArray();
  }

  /** Replaces the code of a method by an entry's; annotations and parameter names stay. */
  static void replaceCode(MethodNode method, MethodNode entry) {
    method.instructions = entry.instructions;
    method.tryCatchBlocks = entry.tryCatchBlocks;
    method.localVariables = null;
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
  }

  /** The code of a method that was refused. */
  static MethodNode refusal(MethodNode like, String descriptor, String message) {
    int access =
        (like.access & ~(Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE | Opcodes.ACC_VARARGS))
            | (descriptor.equals(like.desc) ? 0 : Opcodes.ACC_SYNTHETIC);
    var code = new Code(access, like.name, descriptor);
    MethodVisitor mv = code;
    if (!descriptor.equals(like.desc)) { // a body: the mark is meant for it, and for no other
      int words = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      mv.visitVarInsn(Opcodes.ALOAD, words - (isStatic ? 2 : 1));
      mv.visitInsn(Opcodes.ICONST_0);
      mv.visitFieldInsn(Opcodes.PUTFIELD, Names.CARRIER, "special", "Z");
    }
    mv.visitTypeInsn(Opcodes.NEW, Names.REFUSED);
    mv.visitInsn(Opcodes.DUP);
    mv.visitLdcInsn(message);
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL, Names.REFUSED, "<init>", "(Ljava/lang/String;)V", false);
    mv.visitInsn(Opcodes.ATHROW);
    return code;
  }
}
