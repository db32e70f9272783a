package dev.weft.transformer.verification;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** References to fields: what is found is what the JVM refuses. */
class FieldChecksTest {

  private static Consumer<MethodVisitor> reads(String owner, String name) {
    return mv -> {
      mv.visitFieldInsn(Opcodes.GETSTATIC, owner, name, "Ljava/lang/Object;");
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  private static Consumer<MethodVisitor> writes(String owner, String name) {
    return mv -> {
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, "Ljava/lang/Object;");
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  @Test
  void thoseThatAreThereAndAccessiblePass() throws Exception {
    new AssembledClass().run(reads("p/Base", "open")).isSound();
    new AssembledClass().run(writes("p/Base", "open")).isSound();
    new AssembledClass().run(reads("q/Other", "open")).isSound();
    new AssembledClass("q/Other").run(reads("q/Other", "ours")).isSound();
    new AssembledClass("q/Other").run(reads("p/Made", "ours")).isSound();
    new AssembledClass("p/Base").run(reads("p/Made", "SHARED")).isSound();
  }

  @Test
  void oneThatIsNotThere() throws Exception {
    new AssembledClass()
        .run(reads("p/Base", "none"))
        .isRefused(NoSuchFieldError.class, "p.Base.none:Ljava/lang/Object;, which is not there");
    new AssembledClass()
        .run(reads("java/lang/System", "none"))
        .isRefused(NoSuchFieldError.class, "which is not there");
    new AssembledClass()
        .run(reads("p/Made", "none"))
        .isRefused(NoSuchFieldError.class, "which is not there");
  }

  @Test
  void oneOfAnotherType() throws Exception {
    new AssembledClass()
        .run(
            mv -> {
              mv.visitFieldInsn(Opcodes.GETSTATIC, "p/Base", "open", "Ljava/lang/String;");
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(NoSuchFieldError.class, "which is not there");
  }

  @Test
  void aStaticOneForAnotherAndTheOtherWayRound() throws Exception {
    new AssembledClass()
        .run(
            mv -> {
              mv.visitFieldInsn(Opcodes.GETSTATIC, "p/Base", "number", "I");
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(IncompatibleClassChangeError.class, "which is not static");
    new AssembledClass()
        .run(
            mv -> {
              newBase(mv);
              mv.visitFieldInsn(Opcodes.GETFIELD, "p/Base", "open", "Ljava/lang/Object;");
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(IncompatibleClassChangeError.class, "which is static");
  }

  private static void newBase(MethodVisitor mv) {
    mv.visitTypeInsn(Opcodes.NEW, "p/Base");
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "p/Base", "<init>", "()V", false);
  }

  @Test
  void oneOutOfReach() throws Exception {
    for (String[] each :
        new String[][] {{"p/Base", "secret"}, {"q/Other", "kept"}, {"q/Other", "ours"}}) {
      new AssembledClass()
          .run(reads(each[0], each[1]))
          .isRefused(IllegalAccessError.class, each[1] + ":Ljava/lang/Object;, to which it has no");
    }
  }

  @Test
  void aFinalOneOfAnotherClass() throws Exception {
    new AssembledClass()
        .run(writes("p/Base", "SHARED"))
        .isRefused(IllegalAccessError.class, "writes the field p.Base.SHARED");
    new AssembledClass("p/Base")
        .run(
            mv -> {
              newBase(mv);
              mv.visitInsn(Opcodes.ICONST_2);
              mv.visitFieldInsn(Opcodes.PUTFIELD, "p/Base", "fixed", "I");
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(IllegalAccessError.class, "which is final");
  }

  @Test
  void aFinalOneOfItsOwnIsWrittenWhereTheClassIsInitialisedOnly() throws Exception {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    String type = "Ljava/lang/Object;";
    new AssembledClass()
        .field(access, "own", type)
        .run(writes("p/Made", "own"))
        .isRefused(IllegalAccessError.class, "which is final");
    new AssembledClass()
        .field(access, "own", type)
        .method(Opcodes.ACC_STATIC, "<clinit>", "()V", writes("p/Made", "own"))
        .run(reads("p/Made", "own"))
        .isSound();
  }

  @Test
  void whatIsCaughtIsAllowedToFail() throws Exception {
    new AssembledClass()
        .run(
            mv -> {
              var begin = new Label();
              var end = new Label();
              var handler = new Label();
              mv.visitTryCatchBlock(begin, end, handler, "java/lang/NoSuchFieldError");
              mv.visitLabel(begin);
              reads("p/Base", "none").accept(mv);
              mv.visitLabel(end);
              mv.visitLabel(handler);
              mv.visitFrame(Opcodes.F_NEW, 0, null, 1, new Object[] {"java/lang/NoSuchFieldError"});
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
  }
}
