package dev.weft.transformer.verification;

import dev.weft.transformer.Sources;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls, objects that are made, and constants: what is found is what the JVM refuses. */
class CallChecksTest {

  private static final String OBJECT = "java/lang/Object";
  private static final String TEXT = "()Ljava/lang/String;";

  private static AssembledClass calls(
      int opcode, String owner, String name, String desc, boolean itf) {
    return new AssembledClass()
        .run(
            mv -> {
              if (opcode != Opcodes.INVOKESTATIC) {
                make(mv, "p/Base");
              }
              mv.visitMethodInsn(opcode, owner, name, desc, itf);
              if (!desc.endsWith("V")) {
                mv.visitInsn(Opcodes.POP);
              }
              mv.visitInsn(Opcodes.RETURN);
            });
  }

  private static void make(MethodVisitor mv, String type) {
    mv.visitTypeInsn(Opcodes.NEW, type);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
  }

  @Test
  void staticMethodsAndOthers() throws Exception {
    calls(Opcodes.INVOKEVIRTUAL, "p/Base", "text", TEXT, false).isSound();
    calls(Opcodes.INVOKESTATIC, "p/Base", "letter", "()C", false).isSound();
    calls(Opcodes.INVOKEVIRTUAL, "p/Base", "letter", "()C", false)
        .isRefused(IncompatibleClassChangeError.class, "which is static");
    calls(Opcodes.INVOKESTATIC, "p/Base", "text", TEXT, false)
        .isRefused(IncompatibleClassChangeError.class, "which is not static");
  }

  @Test
  void methodsThatAreNotThereOrOutOfReach() throws Exception {
    calls(Opcodes.INVOKEVIRTUAL, "p/Base", "none", TEXT, false)
        .isRefused(NoSuchMethodError.class, "which is not there");
    calls(Opcodes.INVOKESTATIC, "q/Other", "guardAll", "()V", false)
        .isRefused(IllegalAccessError.class, "to which it has no access");
    calls(Opcodes.INVOKESTATIC, "p/Unfinished$Nested", "hide", "()V", false)
        .isRefused(IllegalAccessError.class, "to which it has no access");
  }

  @Test
  void aNestIsWhatItsHostSaysOnly() throws Exception {
    calls(Opcodes.INVOKESTATIC, "p/Unfinished$Nested", "hide", "()V", false)
        .with(cv -> cv.visitNestHost("p/Unfinished"))
        .isRefused(IllegalAccessError.class, "to which it has no access");
  }

  @Test
  void interfacesAndClasses() throws Exception {
    calls(Opcodes.INVOKESTATIC, "p/Left", "told", TEXT, true).isSound();
    calls(Opcodes.INVOKESTATIC, "p/Left", "told", TEXT, false)
        .isRefused(IncompatibleClassChangeError.class, "but it is an interface");
    calls(Opcodes.INVOKESTATIC, "p/Closed", "text", TEXT, true)
        .isRefused(IncompatibleClassChangeError.class, "which that class is not");
  }

  @Test
  void staticMethodsOfInterfacesAreNotInherited() throws Exception {
    calls(Opcodes.INVOKESTATIC, "p/Lower", "told", TEXT, true)
        .isRefused(NoSuchMethodError.class, "which is not there");
    new AssembledClass(OBJECT, "p/Left")
        .run(
            mv -> {
              mv.visitMethodInsn(Opcodes.INVOKESTATIC, "p/Made", "told", TEXT, false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(NoSuchMethodError.class, "which is not there");
  }

  private static AssembledClass saying(String... interfaces) {
    return new AssembledClass(OBJECT, interfaces)
        .constructor(OBJECT)
        .run(
            mv -> {
              make(mv, "p/Made");
              mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "p/Made", "said", TEXT, false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            });
  }

  @Test
  void implementationsOfSeveralInterfaces() throws Exception {
    saying("p/Left").isSound();
    saying("p/Left", "p/Lower").isSound();
    saying("p/Left", "p/Open").isSound();
    saying("p/Left", "p/Right")
        .isRefused(
            IncompatibleClassChangeError.class,
            "calls p.Made.said()Ljava/lang/String;, which several interfaces implement");
    saying("p/Lower", "p/Right")
        .isRefused(IncompatibleClassChangeError.class, "which several interfaces implement");
    saying("p/Left", "p/Right")
        .method(
            Opcodes.ACC_PUBLIC,
            "said",
            TEXT,
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitInsn(Opcodes.ARETURN);
            })
        .isSound();
  }

  @Test
  void objectsOfAbstractClasses() throws Exception {
    for (String type : new String[] {"p/Unfinished", "java/lang/Number"}) {
      new AssembledClass()
          .run(
              mv -> {
                make(mv, type);
                mv.visitInsn(Opcodes.POP);
                mv.visitInsn(Opcodes.RETURN);
              })
          .isRefused(InstantiationError.class, "which is abstract");
    }
    new AssembledClass()
        .run(
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "p/Left");
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(InstantiationError.class, "which is abstract");
  }

  @Test
  void arraysOfArrays() throws Exception {
    for (String type : new String[] {"q/Other", "q/Hidden"}) {
      AssembledClass made =
          new AssembledClass()
              .beside("q/Hidden", hidden())
              .run(
                  mv -> {
                    mv.visitInsn(Opcodes.ICONST_1);
                    mv.visitInsn(Opcodes.ICONST_1);
                    mv.visitMultiANewArrayInsn("[[L" + type + ";", 2);
                    mv.visitInsn(Opcodes.POP);
                    mv.visitInsn(Opcodes.RETURN);
                  });
      if (type.equals("q/Other")) {
        made.isSound();
      } else {
        made.isRefused(IllegalAccessError.class, "names q.Hidden, to which it has no access");
      }
    }
  }

  private static byte[] hidden() {
    return Sources.compile("package q; class Hidden extends Error {}").get("q/Hidden");
  }

  @Test
  void whatIsCaughtCanBeThrownAndIsInReach() throws Exception {
    Consumer<MethodVisitor> fails = mv -> mv.visitTypeInsn(Opcodes.NEW, "java/lang/Number");
    new AssembledClass().run(caught("java/lang/InstantiationError", fails)).isSound();
    new AssembledClass()
        .run(caught("p/Base", mv -> mv.visitInsn(Opcodes.ACONST_NULL)))
        .isRefused(VerifyError.class, "catches p.Base, which cannot be thrown");
    new AssembledClass()
        .beside("q/Hidden", hidden())
        .run(
            caught(
                "q/Hidden",
                mv -> {
                  make(mv, "java/lang/Error");
                  mv.visitInsn(Opcodes.DUP);
                  mv.visitMethodInsn(
                      Opcodes.INVOKESTATIC, "p/Closed", "fail", "(Ljava/lang/Error;)V", false);
                }))
        .isRefused(IllegalAccessError.class, "names q.Hidden, to which it has no access");
  }

  private static Consumer<MethodVisitor> caught(String type, Consumer<MethodVisitor> tried) {
    return mv -> {
      var begin = new Label();
      var end = new Label();
      var handler = new Label();
      mv.visitTryCatchBlock(begin, end, handler, type);
      mv.visitLabel(begin);
      tried.accept(mv);
      mv.visitLabel(end);
      mv.visitInsn(Opcodes.NOP);
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
      mv.visitLabel(handler);
      mv.visitFrame(Opcodes.F_NEW, 0, null, 1, new Object[] {type});
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  private static AssembledClass loads(Object constant) {
    return new AssembledClass()
        .run(
            mv -> {
              mv.visitLdcInsn(constant);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            });
  }

  @Test
  void constantsThatAreMethodHandles() throws Exception {
    loads(new Handle(Opcodes.H_INVOKESTATIC, "p/Base", "letter", "()C", false)).isSound();
    loads(new Handle(Opcodes.H_INVOKEINTERFACE, "p/Left", "said", TEXT, true)).isSound();
    loads(new Handle(Opcodes.H_GETSTATIC, "p/Base", "SHARED", "Ljava/lang/Object;", false))
        .isSound();
    loads(new Handle(Opcodes.H_NEWINVOKESPECIAL, "p/Base", "<init>", "()V", false)).isSound();
    loads(new Handle(Opcodes.H_INVOKESTATIC, "p/Base", "none", "()C", false))
        .isRefused(NoSuchMethodError.class, "p.Base.none()C, which is not there");
    loads(new Handle(Opcodes.H_INVOKESTATIC, "p/Base", "text", TEXT, false))
        .isRefused(IncompatibleClassChangeError.class, "which is not static");
    loads(new Handle(Opcodes.H_INVOKESTATIC, "p/Left", "told", TEXT, false))
        .isRefused(IncompatibleClassChangeError.class, "taken for a method of a class");
    loads(new Handle(Opcodes.H_INVOKESTATIC, "q/Other", "guardAll", "()V", false))
        .isRefused(IllegalAccessError.class, "to which it has no access");
    loads(new Handle(Opcodes.H_GETSTATIC, "p/Base", "none", "I", false))
        .isRefused(NoSuchFieldError.class, "which is not there");
    loads(new Handle(Opcodes.H_GETSTATIC, "p/Base", "secret", "Ljava/lang/Object;", false))
        .isRefused(IllegalAccessError.class, "to which it has no access");
    loads(new Handle(Opcodes.H_PUTFIELD, "p/Base", "fixed", "I", false))
        .isRefused(IllegalAccessError.class, "which writes it though it is final");
  }

  @Test
  void bootstrapMethods() throws Exception {
    String desc =
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
            + "Ljava/lang/Object;";
    var constants = "java/lang/invoke/ConstantBootstraps";
    var sound = new Handle(Opcodes.H_INVOKESTATIC, constants, "nullConstant", desc, false);
    var gone = new Handle(Opcodes.H_INVOKESTATIC, constants, "none", desc, false);
    loads(new ConstantDynamic("made", "Ljava/lang/String;", sound)).isSound();
    loads(new ConstantDynamic("made", "Ljava/lang/String;", gone))
        .isRefused(LinkageError.class, "which is not there");
    AssembledClass late =
        new AssembledClass()
            .run(
                mv -> {
                  mv.visitInvokeDynamicInsn("made", TEXT, gone);
                  mv.visitInsn(Opcodes.POP);
                  mv.visitInsn(Opcodes.RETURN);
                });
    late.isRefused(LinkageError.class, "which is not there");
  }
}
