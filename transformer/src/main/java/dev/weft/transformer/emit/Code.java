package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.RuntimeNames;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** A method being written, with the handful of idioms that woven code is made of. */
final class Code extends MethodNode {

  Code(int access, String name, String descriptor) {
    super(Opcodes.ASM9, access, name, descriptor, null, null);
  }

  /** Two frames may not fall on the same instruction. */
  @Override
  public void visitFrame(
      int type,
      int localCount,
      Object @Nullable [] locals,
      int stackCount,
      Object @Nullable [] stack) {
    AbstractInsnNode last = instructions.getLast();
    while (last instanceof LabelNode || last instanceof LineNumberNode) {
      last = last.getPrevious();
    }
    if (last instanceof FrameNode) {
      instructions.insert(last, new InsnNode(Opcodes.NOP));
    }
    super.visitFrame(type, localCount, locals, stackCount, stack);
  }

  /** A label with the state of locals and stack at it. */
  void label(Label label, Object[] locals, Object... stack) {
    visitLabel(label);
    visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
  }

  /**
   * Gives what follows, which is reached by jumps alone, its line without giving debuggers another
   * place at which a breakpoint of that line stops: the line begins at an instruction that is never
   * run. Without this the code would belong to whatever line was written last, and a step over a
   * call that suspends would seem to jump there.
   */
  void lineOfJumpTarget(int line, Object[] locals, Object... stack) {
    if (line > 0) {
      var never = new Label();
      label(never, locals, stack);
      visitLineNumber(line, never);
      visitInsn(Opcodes.NOP);
    }
  }

  void load(Type type, int slot) {
    visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
  }

  void store(Type type, int slot) {
    visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
  }

  /** Stores any value, null and uninitialised ones too. */
  void store(Value value, int slot) {
    Type type = value.storedType();
    store(type == null ? Type.getObjectType("java/lang/Object") : type, slot);
  }

  void pop(Type type) {
    if (type.getSize() > 0) {
      visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
  }

  void pop(Value value) {
    visitInsn(value.isWide() ? Opcodes.POP2 : Opcodes.POP);
  }

  void cast(@Nullable Type type) {
    if (type != null && type.getSort() >= Type.ARRAY && !isObject(type)) {
      visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    }
  }

  private static boolean isObject(Type type) {
    return type.getInternalName().equals("java/lang/Object");
  }

  /** Returns a value that nobody looks at. */
  void returnDummy(Type type) {
    dummy(type);
    visitInsn(type.getOpcode(Opcodes.IRETURN));
  }

  /** Pushes a value of a type, or nothing for void. */
  void dummy(Type type) {
    switch (type.getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> visitInsn(Opcodes.DCONST_0);
      case Type.ARRAY, Type.OBJECT -> visitInsn(Opcodes.ACONST_NULL);
      default -> visitInsn(Opcodes.ICONST_0);
    }
  }

  void constant(int value) {
    if (value >= -1 && value <= 5) {
      visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (short) value) {
      visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      visitLdcInsn(value);
    }
  }

  /** Loads the receiver (unless static) and the parameters from where the caller put them. */
  void loadParameters(boolean isStatic, String descriptor) {
    int slot = 0;
    if (!isStatic) {
      visitVarInsn(Opcodes.ALOAD, slot++);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      load(type, slot);
      slot += type.getSize();
    }
  }

  void carrierField(int carrier, String field, String descriptor) {
    visitVarInsn(Opcodes.ALOAD, carrier);
    visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.CARRIER, field, descriptor);
  }

  void carrierCall(String method, String descriptor) {
    visitMethodInsn(Opcodes.INVOKEVIRTUAL, RuntimeNames.CARRIER, method, descriptor, false);
  }

  /** Pushes how much stack woven calls may use when none has used any. */
  void maxDepth() {
    visitFieldInsn(Opcodes.GETSTATIC, RuntimeNames.CARRIER, "MAX_DEPTH", "I");
  }

  /** The suffix of the carrier's typed methods: {@code Int}, {@code Object} and so on. */
  static String suffix(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> "Void";
      case Type.LONG -> "Long";
      case Type.FLOAT -> "Float";
      case Type.DOUBLE -> "Double";
      case Type.ARRAY, Type.OBJECT -> "Object";
      default -> "Int";
    };
  }

  /** The descriptor of a typed method of the carrier's value. */
  static String erased(Type type) {
    return switch (type.getSort()) {
      case Type.ARRAY, Type.OBJECT -> "Ljava/lang/Object;";
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT -> "I";
      default -> type.getDescriptor();
    };
  }

  /** Takes a result of {@code type} out of the carrier on the stack, a reference uncast. */
  void carrierTake(Type type) {
    carrierCall("take" + suffix(type), "()" + erased(type));
  }

  /** Blocks until a result of {@code type} is in the carrier on the stack, and takes it. */
  void carrierBlock(Type type) {
    carrierCall("block" + suffix(type), "()" + erased(type));
    cast(type);
  }
}
