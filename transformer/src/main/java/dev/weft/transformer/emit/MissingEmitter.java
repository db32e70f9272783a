package dev.weft.transformer.emit;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes the method by which a woven class says itself that the runtime is not there, which nobody
 * else can say:
 *
 * <pre>
 * private static Throwable weft$missing(Throwable failure) {
 *   try {
 *     return WovenParts.explain(failure);
 *   } catch (LinkageError e) {
 *     return new NoClassDefFoundError(message.concat(failure.toString())).initCause(failure);
 *   }
 * }
 * </pre>
 */
final class MissingEmitter {

  private static final String ERROR = "java/lang/NoClassDefFoundError";

  private MissingEmitter() {}

  static MethodNode emit(ClassNode owner) {
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    var code = new Code(access, RuntimeNames.MISSING, RuntimeNames.MISSING_DESC);
    var start = new Label();
    var end = new Label();
    var none = new Label();
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, RuntimeNames.PARTS, "explain", RuntimeNames.MISSING_DESC, false);
    code.visitLabel(end);
    code.visitInsn(Opcodes.ARETURN);
    code.label(none, new Object[] {"java/lang/Throwable"}, "java/lang/LinkageError");
    code.visitInsn(Opcodes.POP);
    newError(code, message(owner));
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, ERROR, "initCause", RuntimeNames.MISSING_DESC, false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitTryCatchBlock(start, end, none, "java/lang/LinkageError");
    return code;
  }

  /** Stack afterwards: the error. */
  private static void newError(Code code, String message) {
    code.visitTypeInsn(Opcodes.NEW, ERROR);
    code.visitInsn(Opcodes.DUP);
    code.visitLdcInsn(message);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    String string = "()Ljava/lang/String;";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Throwable", "toString", string, false);
    String concat = "(Ljava/lang/String;)Ljava/lang/String;";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "concat", concat, false);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, ERROR, "<init>", "(Ljava/lang/String;)V", false);
  }

  private static String message(ClassNode owner) {
    return ClassNames.binary(owner.name)
        + " was woven by Weft, and weft-runtime is not among what it runs with, or is of another"
        + " version; put dev.weft:weft-runtime of the weaver's version on the class path: ";
  }
}
