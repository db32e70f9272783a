package dev.weft.transformer.verification;

import dev.weft.transformer.Sources;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the verifier asks of receivers: protected members, and calls as of a supertype. */
class ReceiverRulesTest {

  private static final String OBJECT = "java/lang/Object";

  private static void make(MethodVisitor mv, String type) {
    mv.visitTypeInsn(Opcodes.NEW, type);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
  }

  private static AssembledClass derived(Consumer<MethodVisitor> code) {
    return new AssembledClass("q/Other").constructor("q/Other").run(code);
  }

  private static Consumer<MethodVisitor> calls(String receiver, String owner, String name) {
    return mv -> {
      make(mv, receiver);
      mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, "()V", false);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  private static Consumer<MethodVisitor> reads(String receiver) {
    return mv -> {
      make(mv, receiver);
      mv.visitFieldInsn(Opcodes.GETFIELD, "q/Other", "guarded", "I");
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  private static Consumer<MethodVisitor> writes(String receiver) {
    return mv -> {
      make(mv, receiver);
      mv.visitInsn(Opcodes.ICONST_1);
      mv.visitFieldInsn(Opcodes.PUTFIELD, "q/Other", "guarded", "I");
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  @Test
  void protectedMembersOfObjectsOfTheClass() throws Exception {
    derived(calls("p/Made", "q/Other", "guard")).isSound();
    derived(calls("p/Made", "p/Made", "guard")).isSound();
    derived(reads("p/Made")).isSound();
    derived(writes("p/Made")).isSound();
  }

  @Test
  void protectedMembersOfOtherObjects() throws Exception {
    derived(calls("q/Other", "q/Other", "guard"))
        .isRefused(VerifyError.class, "uses the protected method q.Other.guard()V of an object");
    derived(reads("q/Other"))
        .isRefused(VerifyError.class, "uses the protected field q.Other.guarded of an object");
    derived(writes("q/Other"))
        .isRefused(VerifyError.class, "uses the protected field q.Other.guarded of an object");
  }

  @Test
  void protectedMembersByTheNameOfASibling() throws Exception {
    byte[] sibling =
        Sources.compile(
                "package q; public class Other { protected void guard() {} }",
                "package r; public class Sibling extends q.Other {}")
            .get("r/Sibling");
    derived(calls("r/Sibling", "r/Sibling", "guard"))
        .beside("r/Sibling", sibling)
        .isRefused(IllegalAccessError.class, "to which it has no access");
  }

  @Test
  void staticOnesHaveNoReceiver() throws Exception {
    derived(
            mv -> {
              mv.visitMethodInsn(Opcodes.INVOKESTATIC, "q/Other", "guardAll", "()V", false);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
  }

  @Test
  void arraysAreCloned() throws Exception {
    new AssembledClass()
        .run(
            mv -> {
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
              mv.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL, OBJECT, "clone", "()Ljava/lang/Object;", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
    new AssembledClass()
        .run(
            mv -> {
              make(mv, OBJECT);
              mv.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL, OBJECT, "clone", "()Ljava/lang/Object;", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "uses the protected method java.lang.Object.clone");
  }

  @Test
  void aProtectedConstructorIsForSubclassesConstructors() throws Exception {
    derived(
            mv -> {
              mv.visitTypeInsn(Opcodes.NEW, "q/Other");
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "q/Other", "<init>", "(I)V", false);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "makes an object with the constructor q.Other(I)V");
    new AssembledClass("q/Other")
        .method(
            Opcodes.ACC_PUBLIC,
            "<init>",
            "()V",
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "q/Other", "<init>", "(I)V", false);
              mv.visitInsn(Opcodes.RETURN);
            })
        .run(
            mv -> {
              make(mv, "p/Made");
              mv.visitInsn(Opcodes.RETURN);
            })
        .isSound();
  }

  /** A class of the given supertypes whose method calls as {@code super.said()} does. */
  private static AssembledClass callsSuper(
      String superName, String owner, boolean itf, String... interfaces) {
    return new AssembledClass(superName, interfaces)
        .constructor(superName)
        .method(
            Opcodes.ACC_PUBLIC,
            "again",
            "()Ljava/lang/String;",
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(Opcodes.INVOKESPECIAL, owner, "said", "()Ljava/lang/String;", itf);
              mv.visitInsn(Opcodes.ARETURN);
            })
        .run(
            mv -> {
              make(mv, "p/Made");
              mv.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL, "p/Made", "again", "()Ljava/lang/String;", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            });
  }

  @Test
  void aCallAsOfASupertype() throws Exception {
    callsSuper(OBJECT, "p/Left", true, "p/Left").isSound();
    callsSuper(OBJECT, "p/Lower", true, "p/Lower").isSound();
    callsSuper(OBJECT, "p/Left", true, "p/Lower")
        .isRefused(VerifyError.class, "nor an interface that this one names");
    callsSuper(OBJECT, "p/Left", true).isRefused(VerifyError.class, "nor an interface that");
  }

  @Test
  void aCallAsOfASupertypeOfAnotherObject() throws Exception {
    new AssembledClass("p/Base")
        .constructor("p/Base")
        .run(
            mv -> {
              make(mv, "p/Base");
              mv.visitMethodInsn(
                  Opcodes.INVOKESPECIAL, "p/Base", "text", "()Ljava/lang/String;", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "as a supertype's of an object of p.Base");
    new AssembledClass()
        .run(
            mv -> {
              make(mv, "p/Base");
              mv.visitMethodInsn(
                  Opcodes.INVOKESPECIAL, "p/Base", "text", "()Ljava/lang/String;", false);
              mv.visitInsn(Opcodes.POP);
              mv.visitInsn(Opcodes.RETURN);
            })
        .isRefused(VerifyError.class, "nor a superclass");
  }

  @Test
  void aCallOfAnAbstractMethodAsOfASupertype() throws Exception {
    callsSuper("p/Unfinished", "p/Unfinished", false)
        .isRefused(AbstractMethodError.class, "as a supertype's, which is abstract");
    callsSuper(OBJECT, "p/Open", true, "p/Open")
        .isRefused(AbstractMethodError.class, "as a supertype's, which is abstract");
  }

  @Test
  void aBridgeToAnAbstractMethodIsThereToBeOverridden() throws Exception {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;
    new AssembledClass("p/Unfinished")
        .idle()
        .method(
            access,
            "said",
            "()Ljava/lang/Object;",
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(
                  Opcodes.INVOKESPECIAL, "p/Unfinished", "said", "()Ljava/lang/String;", false);
              mv.visitInsn(Opcodes.ARETURN);
            })
        .isSound();
  }
}
