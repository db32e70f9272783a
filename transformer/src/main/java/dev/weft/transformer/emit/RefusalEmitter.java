package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Writes methods that throw why they were not woven. */
final class RefusalEmitter {

  private static final int KEPT_ACCESS =
      ~(Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE | Opcodes.ACC_VARARGS);

  private RefusalEmitter() {}

  /** The code of a method that was refused. */
  static MethodNode ordinary(MethodNode like, String message) {
    int access = like.access & KEPT_ACCESS;
    return throwRefusal(new Code(access, like.name, like.desc), message);
  }

  /** The body of a method that was refused. */
  static MethodNode body(AsyncBody body, String message) {
    MethodNode like = body.node();
    int access = (like.access & KEPT_ACCESS) | Opcodes.ACC_SYNTHETIC;
    var code = new Code(access, like.name, body.bodyDescriptor());
    return throwRefusal(code, message);
  }

  private static MethodNode throwRefusal(Code code, String message) {
    code.visitTypeInsn(Opcodes.NEW, RuntimeNames.REFUSED);
    code.visitInsn(Opcodes.DUP);
    code.visitLdcInsn(message);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, RuntimeNames.REFUSED, "<init>", "(Ljava/lang/String;)V", false);
    code.visitInsn(Opcodes.ATHROW);
    return code;
  }
}
