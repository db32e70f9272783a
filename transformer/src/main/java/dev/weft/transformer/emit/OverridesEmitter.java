package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.Names;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes {@code static final Overrides OVERRIDES = new Overrides("m", (P...)R, (P..., int,
 * Carrier)r)}.
 */
final class OverridesEmitter {

  private static final String DESC = "L" + Names.OVERRIDES + ";";

  private OverridesEmitter() {}

  static void emit(ClassVisitor writer, AsyncBody body) {
    writer
        .visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "OVERRIDES", DESC, null, null)
        .visitEnd();
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, Names.OVERRIDES);
    mv.visitInsn(Opcodes.DUP);
    mv.visitLdcInsn(body.node().name);
    mv.visitLdcInsn(Type.getMethodType(body.node().desc));
    mv.visitLdcInsn(Type.getMethodType(body.bodyDescriptor()));
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        Names.OVERRIDES,
        "<init>",
        "(Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;)V",
        false);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, body.frameName(), "OVERRIDES", DESC);
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
