package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.model.Hierarchy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The checker of class files: it finds what is broken and lets pass what is not. */
class VerificationTest {

  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          package p;
          class Base { void base() {} }
          class Derived extends Base { void derived() {} private void own() {} }
          """,
          """
          package q;
          public class Other { static class Hidden {} void kept() {} public static void open() {} }
          """);

  private final Hierarchy hierarchy = Sources.hierarchy(CLASSES);

  /** A class with one method {@code static Object m(Base)} of the given code. */
  private static byte[] broken(Consumer<MethodVisitor> code) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_SUPER, "p/Broken", null, "java/lang/Object", null);
    writer.visitField(Opcodes.ACC_STATIC, "bases", "[Lp/Base;", null, null).visitEnd();
    MethodVisitor mv =
        writer.visitMethod(Opcodes.ACC_STATIC, "m", "(Lp/Base;)Ljava/lang/Object;", null, null);
    mv.visitCode();
    code.accept(mv);
    mv.visitMaxs(5, 5);
    mv.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void assertFound(Consumer<MethodVisitor> code, String problem) {
    assertThat(Verification.check(broken(code), hierarchy))
        .hasSize(1)
        .allSatisfy(text -> assertThat(text).contains(problem));
  }

  @Test
  void aSoundClassHasNoProblems() {
    for (byte[] each : CLASSES.values()) {
      assertThat(Verification.check(each, hierarchy)).isEmpty();
    }
    assertThat(
            Verification.check(
                broken(
                    mv -> {
                      mv.visitVarInsn(Opcodes.ALOAD, 0);
                      mv.visitInsn(Opcodes.ARETURN);
                    }),
                hierarchy))
        .isEmpty();
  }

  @Test
  void aWrongTypeOnTheStackIsFound() {
    assertFound(
        mv -> {
          mv.visitInsn(Opcodes.ICONST_0);
          mv.visitInsn(Opcodes.ARETURN);
        },
        "p/Broken.m(Lp/Base;)Ljava/lang/Object;: ");
  }

  @Test
  void aReceiverOfASuperclassIsFound() {
    assertFound(
        mv -> {
          mv.visitVarInsn(Opcodes.ALOAD, 0);
          mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "p/Derived", "derived", "()V", false);
          mv.visitInsn(Opcodes.ACONST_NULL);
          mv.visitInsn(Opcodes.ARETURN);
        },
        "p/Broken.m(Lp/Base;)Ljava/lang/Object;: Error at instruction 1: ");
  }

  @Test
  void aReceiverOfASubclassOrOfAClassThatIsNotFoundPasses() {
    for (String type : new String[] {"p/Derived", "p/Gone"}) {
      byte[] sound =
          broken(
              mv -> {
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                mv.visitTypeInsn(Opcodes.CHECKCAST, type);
                mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "p/Base", "base", "()V", false);
                mv.visitInsn(Opcodes.ACONST_NULL);
                mv.visitInsn(Opcodes.ARETURN);
              });
      assertThat(Verification.check(sound, hierarchy)).isEmpty();
    }
  }

  @Test
  void anArgumentForATypeThatIsNotFoundPasses() {
    byte[] sound =
        broken(
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitMethodInsn(
                  Opcodes.INVOKESTATIC, "p/NotFound", "take", "(Lp/NotFoundEither;)V", false);
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitInsn(Opcodes.ARETURN);
            });
    assertThat(Verification.check(sound, hierarchy)).isEmpty();
  }

  @Test
  void aReadOfAnUndefinedVariableIsFound() {
    assertFound(
        mv -> {
          mv.visitVarInsn(Opcodes.ALOAD, 3);
          mv.visitInsn(Opcodes.ARETURN);
        },
        "p/Broken.m");
  }

  @Test
  void anEmptyStackIsFound() {
    assertFound(mv -> mv.visitInsn(Opcodes.ARETURN), "p/Broken.m");
  }

  @Test
  void arraysFitIfTheirElementsDo() {
    assertThat(Verification.check(storing("p/Derived"), hierarchy)).isEmpty();
    assertThat(Verification.check(storing("java/lang/String"), hierarchy)).hasSize(1);
  }

  /** Stores a new array of {@code element} into a field of type {@code Base[]}. */
  private static byte[] storing(String element) {
    return broken(
        mv -> {
          mv.visitInsn(Opcodes.ICONST_1);
          mv.visitTypeInsn(Opcodes.ANEWARRAY, element);
          mv.visitFieldInsn(Opcodes.PUTSTATIC, "p/Broken", "bases", "[Lp/Base;");
          mv.visitInsn(Opcodes.ACONST_NULL);
          mv.visitInsn(Opcodes.ARETURN);
        });
  }

  @Test
  void aClassFileThatCannotBeReadIsAProblemOfItsOwn() {
    byte[] cut = Arrays.copyOf(CLASSES.get("p/Base"), 60);

    assertThat(Verification.check(cut, hierarchy)).hasSize(1);
  }

  private static Consumer<MethodVisitor> calling(int opcode, String owner, String name) {
    return mv -> {
      if (opcode != Opcodes.INVOKESTATIC) {
        mv.visitInsn(Opcodes.ACONST_NULL);
      }
      mv.visitMethodInsn(opcode, owner, name, "()V", false);
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitInsn(Opcodes.ARETURN);
    };
  }

  @Test
  void aMethodThatIsNotThereIsFound() {
    assertFound(calling(Opcodes.INVOKESTATIC, "q/Other", "none"), "q.Other.none()V, which is not");
    assertFound(calling(Opcodes.INVOKEVIRTUAL, "p/Derived", "none"), "which is not there");
    assertFound(calling(Opcodes.INVOKEVIRTUAL, "q/Other", "open"), "which is static");
    assertFound(calling(Opcodes.INVOKEVIRTUAL, "q/Other", "kept"), "to which it has no access");
    assertFound(calling(Opcodes.INVOKEVIRTUAL, "p/Derived", "own"), "to which it has no access");
    for (Consumer<MethodVisitor> sound :
        List.of(
            calling(Opcodes.INVOKEVIRTUAL, "p/Derived", "base"),
            calling(Opcodes.INVOKEVIRTUAL, "p/Derived", "notify"),
            calling(Opcodes.INVOKEVIRTUAL, "p/NotFound", "any"),
            calling(Opcodes.INVOKESTATIC, "q/Other", "open"))) {
      assertThat(Verification.check(broken(sound), hierarchy)).isEmpty();
    }
  }

  @Test
  void aCallThatMistakesAClassForAnInterfaceIsFound() {
    for (String owner : new String[] {"p/Base", "java/util/List"}) {
      boolean wrong = owner.equals("p/Base");
      assertFound(
          mv -> {
            mv.visitInsn(Opcodes.ACONST_NULL);
            int opcode = wrong ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
            mv.visitMethodInsn(opcode, owner, wrong ? "base" : "clear", "()V", wrong);
            mv.visitInsn(Opcodes.ACONST_NULL);
            mv.visitInsn(Opcodes.ARETURN);
          },
          wrong ? "as a method of an interface, which" : "as a method of a class, but");
    }
  }

  @Test
  void aClassOutOfReachIsFound() {
    assertFound(
        mv -> {
          mv.visitInsn(Opcodes.ACONST_NULL);
          mv.visitTypeInsn(Opcodes.CHECKCAST, "q/Other$Hidden");
          mv.visitInsn(Opcodes.ARETURN);
        },
        "names q.Other$Hidden, to which it has no access");
  }

  /** To the agent, other classes are as they were before they are woven. */
  @Test
  void bodiesThatOtherClassesWillHavePassAlsoWhereTheyAreInherited() {
    Map<String, byte[]> classes =
        Sources.compile(
            """
            package p;
            import dev.weft.*;
            import dev.weft.annotations.Async;
            public class Above {
              @Async int slow(int x) { Weft.yieldNow(); return x; }
              @Async static int slower(int x) { Weft.yieldNow(); return x; }
            }
            class Below extends Above {
              interface Face { @Async int call(int x); }
              @Async int twice(int x) {
                Face reference = Above::slower;
                return slow(x) + this.slow(x) + slower(x) + reference.call(x);
              }
            }
            """);
    var agents = Sources.hierarchy(classes);
    WovenClass woven = new Weaver(agents).weave(classes.get("p/Below"));

    assertThat(Verification.check(woven, agents)).isEmpty();
    assertThat(Verification.check(woven, Sources.hierarchy(classes, name -> false)))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).contains("is not there"));
  }
}
