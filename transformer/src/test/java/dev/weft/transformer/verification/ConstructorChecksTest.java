package dev.weft.transformer.verification;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Objects whose constructor has not been called yet, and constructors that call no other. */
class ConstructorChecksTest {

  private static final String OBJECT = "java/lang/Object";
  private static final Object[] NOTHING = {};

  private static AssembledClass constructor(Consumer<MethodVisitor> code) {
    return new AssembledClass()
        .method(Opcodes.ACC_PUBLIC, "<init>", "()V", code)
        .run(
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "p/Made");
              mv.visitInsn(Opcodes.DUP);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "p/Made", "<init>", "()V", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            });
  }

  private static void callSuper(MethodVisitor mv) {
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
  }

  @Test
  void oneThatCallsNoOther() throws Exception {
    constructor(mv -> mv.visitInsn(Opcodes.RETURN))
        .isRefused(VerifyError.class, "returns before another constructor has been called");
    constructor(
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitVarInsn(Opcodes.ASTORE, 0);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "returns before another constructor has been called");
  }

  @Test
  void oneThatCallsNoOtherOnOneOfItsWays() throws Exception {
    constructor(
            mv -> {
              var end = new Label();
              mv.visitInsn(Opcodes.ICONST_0);
              mv.visitJumpInsn(Opcodes.IFEQ, end);
              callSuper(mv);
              mv.visitLabel(end);
              mv.visitFrame(Opcodes.F_NEW, 0, NOTHING, 0, NOTHING);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "counts as made before another constructor is called");
  }

  @Test
  void theObjectMayBeComparedBefore() throws Exception {
    for (int opcode : new int[] {Opcodes.IFNULL, Opcodes.IFNONNULL}) {
      constructor(
              mv -> {
                var end = new Label();
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                mv.visitJumpInsn(opcode, end);
                mv.visitLabel(end);
                Object[] locals = {Opcodes.UNINITIALIZED_THIS};
                mv.visitFrame(Opcodes.F_NEW, 1, locals, 0, NOTHING);
                callSuper(mv);
                mv.visitInsn(Opcodes.RETURN);
              })
          .isSound();
    }
    constructor(
            mv -> {
              var end = new Label();
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitJumpInsn(Opcodes.IF_ACMPNE, end);
              mv.visitLabel(end);
              Object[] locals = {Opcodes.UNINITIALIZED_THIS};
              mv.visitFrame(Opcodes.F_NEW, 1, locals, 0, NOTHING);
              callSuper(mv);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
  }

  @Test
  void theObjectMayNotBeUsedBefore() throws Exception {
    constructor(
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OBJECT, "hashCode", "()I", false);
              mv.visitInsn(Opcodes.POP);
              callSuper(mv);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "p/Made.<init>()V");
  }

  @Test
  void aHandlerAroundTheCallOfAnotherConstructor() throws Exception {
    constructor(
            mv -> {
              var begin = new Label();
              var end = new Label();
              var handler = new Label();
              mv.visitTryCatchBlock(begin, end, handler, "java/lang/Error");
              mv.visitLabel(begin);
              callSuper(mv);
              mv.visitLabel(end);
              mv.visitInsn(Opcodes.RETURN);
              mv.visitLabel(handler);
              mv.visitFrame(Opcodes.F_NEW, 0, NOTHING, 1, new Object[] {"java/lang/Error"});
              mv.visitInsn(Opcodes.ATHROW);
            })
        .isRefused(VerifyError.class, "counts as made before another constructor is called");
  }
}
