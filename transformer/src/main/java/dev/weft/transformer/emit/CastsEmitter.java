package dev.weft.transformer.emit;

import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes into a frame class the casts to types that its method may have no access to: results of
 * suspending calls that the method itself only passes on.
 *
 * <pre>
 * private static MethodHandle setter0;       // set once the cast has turned out not to be allowed
 * private static T holder0;
 * static T cast0(Object value) {
 *   if (setter0 == null) {
 *     try { return (T) value; } catch (IllegalAccessError e) { setter0 = Casts.setter(lookup(), "holder0"); }
 *   }
 *   return castByHandle0(value);
 * }
 * private static synchronized T castByHandle0(Object value) {
 *   setter0.invokeExact(value);               // which needs no access to the field's type
 *   T result = holder0;
 *   holder0 = null;
 *   return result;
 * }
 * </pre>
 *
 * Whether a class is exported to another module is not known from class files, so it is tried.
 */
final class CastsEmitter {

  private static final String HANDLE = "java/lang/invoke/MethodHandle";
  private static final String HANDLE_DESC = "L" + HANDLE + ";";
  private static final String OBJECT = "java/lang/Object";
  private static final int STATIC = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final ClassVisitor writer;
  private final String owner;
  private final Type type;
  private final int number;

  private CastsEmitter(ClassVisitor writer, String owner, Type type, int number) {
    this.writer = writer;
    this.owner = owner;
    this.type = type;
    this.number = number;
  }

  /** Writes all casts of a method. */
  static void emit(ClassVisitor writer, FrameSpec spec) {
    for (int i = 0; i < spec.casts().size(); i++) {
      new CastsEmitter(writer, spec.className(), spec.casts().get(i), i).run();
    }
  }

  /** Casts what is on the stack: there, or by the frame class if the type may be out of reach. */
  static void cast(Code code, FrameSpec spec, Type type) {
    int number = spec.casts().indexOf(type);
    if (number < 0) {
      code.cast(type);
    } else {
      String descriptor = "(L" + OBJECT + ";)" + type.getDescriptor();
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, spec.className(), "cast" + number, descriptor, false);
    }
  }

  private String setter() {
    return "setter" + number;
  }

  private String holder() {
    return "holder" + number;
  }

  private String descriptor() {
    return "(L" + OBJECT + ";)" + type.getDescriptor();
  }

  private void run() {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    writer.visitField(access, setter(), HANDLE_DESC, null, null).visitEnd();
    writer.visitField(access, holder(), type.getDescriptor(), null, null).visitEnd();
    cast();
    castByHandle();
  }

  private void cast() {
    MethodVisitor mv = writer.visitMethod(STATIC, "cast" + number, descriptor(), null, null);
    var start = new Label();
    var end = new Label();
    var denied = new Label();
    var byHandle = new Label();
    mv.visitCode();
    mv.visitFieldInsn(Opcodes.GETSTATIC, owner, setter(), HANDLE_DESC);
    mv.visitJumpInsn(Opcodes.IFNONNULL, byHandle);
    mv.visitTryCatchBlock(start, end, denied, "java/lang/IllegalAccessError");
    mv.visitLabel(start);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    mv.visitLabel(end);
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitLabel(denied);
    mv.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/IllegalAccessError"});
    mv.visitInsn(Opcodes.POP);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;",
        false);
    mv.visitLdcInsn(holder());
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.CASTS,
        "setter",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;)" + HANDLE_DESC,
        false);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, owner, setter(), HANDLE_DESC);
    mv.visitLabel(byHandle);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "castByHandle" + number, descriptor(), false);
    end(mv);
  }

  private void castByHandle() {
    MethodVisitor mv =
        writer.visitMethod(
            STATIC | Opcodes.ACC_SYNCHRONIZED, "castByHandle" + number, descriptor(), null, null);
    mv.visitCode();
    mv.visitFieldInsn(Opcodes.GETSTATIC, owner, setter(), HANDLE_DESC);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, "invokeExact", "(L" + OBJECT + ";)V", false);
    mv.visitFieldInsn(Opcodes.GETSTATIC, owner, holder(), type.getDescriptor());
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, owner, holder(), type.getDescriptor());
    end(mv); // Stack: value
  }

  private static void end(MethodVisitor mv) {
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
