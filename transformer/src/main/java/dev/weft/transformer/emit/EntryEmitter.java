package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.Names;
import dev.weft.transformer.model.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes {@code R m(P...)}, what ordinary callers see: it starts a task, blocks, or makes a
 * generator.
 */
final class EntryEmitter {

  private static final String TASK_DESC = "L" + Names.TASK + ";";

  /** What a task is without more ado. */
  private static final Set<String> TASK_TYPES = Set.of(Names.TASK, Names.COMPLETION_STAGE);

  private static final int REFUSED_ACCESS =
      ~(Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE | Opcodes.ACC_VARARGS);

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
    code.carrierBlock(result);
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
    int opcode = body.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    code.loadParameters(body.isStatic(), body.node().desc);
    if (body.takesCarrierFirst()) { // a task method's
      code.visitVarInsn(Opcodes.ALOAD, slot);
      code.visitVarInsn(Opcodes.ALOAD, slot + 1);
      taskMethod(Opcodes.INVOKEVIRTUAL, "room", "()I");
    } else {
      code.maxDepth();
      code.visitVarInsn(Opcodes.ALOAD, slot);
    }
    code.visitMethodInsn(
        virtual ? Opcodes.INVOKEINTERFACE : opcode,
        body.owner().name,
        body.node().name,
        body.bodyDescriptor(),
        body.inInterface());
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

  /**
   * Replaces the code of a method by an entry's; annotations and the names of parameters stay, by
   * which frameworks know them.
   */
  static void replaceCode(MethodNode method, MethodNode entry) {
    List<LocalVariableNode> parameters = parameters(method, entry.instructions);
    method.instructions = entry.instructions;
    method.tryCatchBlocks = entry.tryCatchBlocks;
    method.localVariables = parameters;
    method.attrs = withoutCode(method.attrs);
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
  }

  /** What the method's table says of the receiver and the parameters, for the whole entry. */
  private static @Nullable List<LocalVariableNode> parameters(MethodNode method, InsnList entry) {
    if (method.localVariables == null) {
      return null;
    }
    boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    int slots = Slots.arguments(method.desc, isStatic);
    var start = new LabelNode();
    var end = new LabelNode();
    var parameters = new ArrayList<LocalVariableNode>();
    for (LocalVariableNode each : method.localVariables) {
      boolean fromStart = method.instructions.indexOf(each.start) <= firstOf(method);
      if (each.index < slots && fromStart) {
        parameters.add(
            new LocalVariableNode(each.name, each.desc, each.signature, start, end, each.index));
      }
    }
    entry.insert(start);
    entry.add(end);
    return parameters;
  }

  /** The index of the first real instruction. */
  private static int firstOf(MethodNode method) {
    int index = 0;
    while (index < method.instructions.size() && method.instructions.get(index).getOpcode() < 0) {
      index++;
    }
    return index;
  }

  /** What is not known of code is not true of other code. */
  private static @Nullable List<Attribute> withoutCode(@Nullable List<Attribute> attributes) {
    return attributes == null
        ? null
        : new ArrayList<>(attributes.stream().filter(each -> !each.isCodeAttribute()).toList());
  }

  /** The code of a method that was refused. */
  static MethodNode refusal(MethodNode like, String message) {
    int access = like.access & REFUSED_ACCESS;
    return throwRefusal(new Code(access, like.name, like.desc), message);
  }

  /** The body of a method that was refused. */
  static MethodNode refusedBody(AsyncBody body, String message) {
    MethodNode like = body.node();
    int access = (like.access & REFUSED_ACCESS) | Opcodes.ACC_SYNTHETIC;
    var code = new Code(access, like.name, body.bodyDescriptor());
    return throwRefusal(code, message);
  }

  private static MethodNode throwRefusal(Code code, String message) {
    MethodVisitor mv = code;
    mv.visitTypeInsn(Opcodes.NEW, Names.REFUSED);
    mv.visitInsn(Opcodes.DUP);
    mv.visitLdcInsn(message);
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL, Names.REFUSED, "<init>", "(Ljava/lang/String;)V", false);
    mv.visitInsn(Opcodes.ATHROW);
    return code;
  }
}
