package dev.weft.transformer.verification;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Stack maps: missing and wrong ones, which the JVM refuses without trying anything else. */
class StackMapCheckTest {

  private static final Object[] NOTHING = {};

  private static void refused(Consumer<MethodVisitor> code, String problem) throws Exception {
    new AssembledClass().run(code).isRefused(VerifyError.class, problem);
  }

  private static void frame(MethodVisitor mv, Object[] locals, Object... stack) {
    mv.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
  }

  /** {@code Object v = new Object[1] or ""; v.toString()}, with a stack map where they meet. */
  private static Consumer<MethodVisitor> join(Object declared, boolean used) {
    return mv -> {
      var other = new Label();
      var end = new Label();
      mv.visitInsn(Opcodes.ICONST_0);
      mv.visitJumpInsn(Opcodes.IFEQ, other);
      mv.visitLdcInsn("a");
      mv.visitVarInsn(Opcodes.ASTORE, 0);
      mv.visitJumpInsn(Opcodes.GOTO, end);
      mv.visitLabel(other);
      frame(mv, NOTHING);
      mv.visitLdcInsn("b");
      mv.visitVarInsn(Opcodes.ASTORE, 0);
      mv.visitLabel(end);
      frame(mv, new Object[] {declared});
      if (used) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
        mv.visitInsn(Opcodes.POP);
      }
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  @Test
  void rightOnesPass() throws Exception {
    new AssembledClass().run(join("java/lang/String", true)).isSound();
    new AssembledClass().run(join("java/lang/Object", false)).isSound();
    new AssembledClass().run(join("java/lang/CharSequence", false)).isSound();
    new AssembledClass().run(join(Opcodes.TOP, false)).isSound();
  }

  @Test
  void aTypeThatDoesNotComeThere() throws Exception {
    refused(join("java/lang/Integer", false), "where the stack map has");
    refused(join(Opcodes.INTEGER, false), "where the stack map has");
    refused(join(Opcodes.NULL, false), "where the stack map has");
  }

  @Test
  void whatTheStackMapSaysCountsAndNotWhatComes() throws Exception {
    refused(join("java/lang/Object", true), "java/lang/String");
  }

  @Test
  void noneWhereCodeIsJumpedTo() throws Exception {
    refused(
        mv -> {
          var end = new Label();
          mv.visitInsn(Opcodes.ICONST_0);
          mv.visitJumpInsn(Opcodes.IFEQ, end);
          mv.visitInsn(Opcodes.NOP);
          mv.visitLabel(end);
          mv.visitInsn(Opcodes.RETURN);
        },
        "jumps where there is no stack map frame");
  }

  @Test
  void noneBehindWhatDoesNotFallThrough() throws Exception {
    refused(
        mv -> {
          mv.visitInsn(Opcodes.RETURN);
          mv.visitInsn(Opcodes.NOP);
          mv.visitInsn(Opcodes.RETURN);
        },
        "has no stack map frame");
  }

  @Test
  void aStackOfAnotherHeight() throws Exception {
    refused(
        mv -> {
          var end = new Label();
          mv.visitInsn(Opcodes.ICONST_0);
          mv.visitJumpInsn(Opcodes.IFEQ, end);
          mv.visitLabel(end);
          frame(mv, NOTHING, Opcodes.INTEGER);
          mv.visitInsn(Opcodes.POP);
          mv.visitInsn(Opcodes.RETURN);
        },
        "with 0 values on the stack where the stack map has 1");
  }

  @Test
  void codeThatFallsOffItsEnd() throws Exception {
    refused(mv -> mv.visitInsn(Opcodes.NOP), "falls off the end");
  }

  private static Consumer<MethodVisitor> handled(Object[] locals, String type, String declared) {
    return mv -> {
      var begin = new Label();
      var end = new Label();
      var handler = new Label();
      mv.visitTryCatchBlock(begin, end, handler, type);
      mv.visitInsn(Opcodes.ICONST_0);
      mv.visitVarInsn(Opcodes.ISTORE, 0);
      mv.visitLabel(begin);
      mv.visitInsn(Opcodes.NOP);
      mv.visitLdcInsn("");
      mv.visitVarInsn(Opcodes.ASTORE, 0);
      mv.visitInsn(Opcodes.NOP);
      mv.visitLabel(end);
      mv.visitInsn(Opcodes.RETURN);
      mv.visitLabel(handler);
      if (declared != null) {
        frame(mv, locals, declared);
      }
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  @Test
  void handlers() throws Exception {
    String type = "java/lang/RuntimeException";
    new AssembledClass().run(handled(NOTHING, type, "java/lang/Throwable")).isSound();
    new AssembledClass().run(handled(NOTHING, null, "java/lang/Throwable")).isSound();
    Object[] number = {Opcodes.INTEGER};
    refused(handled(number, type, type), "where the stack map has I");
    refused(handled(NOTHING, type, "java/lang/Error"), "where the stack map has");
    refused(handled(NOTHING, null, type), "where the stack map has");
  }

  @Test
  void aHandlerWithoutOne() throws Exception {
    refused(
        handled(NOTHING, "java/lang/RuntimeException", null),
        "has an exception handler without a stack map frame");
  }

  @Test
  void objectsWhoseConstructorWasNotCalled() throws Exception {
    refused(
        mv -> {
          mv.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
          mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
          mv.visitInsn(Opcodes.POP);
          mv.visitInsn(Opcodes.RETURN);
        },
        "java/lang/Object");
    refused(
        mv -> {
          mv.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
          mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/String", "<init>", "()V", false);
          mv.visitInsn(Opcodes.RETURN);
        },
        "Receiver");
    refused(
        mv -> {
          mv.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
          mv.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Object");
          mv.visitInsn(Opcodes.POP);
          mv.visitInsn(Opcodes.RETURN);
        },
        "initialized");
    new AssembledClass()
        .run(
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
              mv.visitInsn(Opcodes.DUP);
              mv.visitVarInsn(Opcodes.ASTORE, 0);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
  }

  @Test
  void aConstructorThatCallsNoOther() throws Exception {
    new AssembledClass()
        .method(Opcodes.ACC_PUBLIC, "<init>", "()V", mv -> mv.visitInsn(Opcodes.RETURN))
        .run(mv -> mv.visitInsn(Opcodes.RETURN))
        .isRefused(VerifyError.class, "before another constructor has been called");
    new AssembledClass()
        .field(Opcodes.ACC_PRIVATE, "early", "I")
        .method(
            Opcodes.ACC_PUBLIC,
            "<init>",
            "()V",
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitFieldInsn(Opcodes.PUTFIELD, "p/Made", "early", "I");
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
              mv.visitInsn(Opcodes.RETURN);
            })
        .run(mv -> mv.visitInsn(Opcodes.RETURN))
        .isSound();
  }
}
