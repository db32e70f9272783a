package dev.weft.transformer.verification;

import dev.weft.transformer.Sources;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Supertypes that do not let a class be: what is found is what the JVM refuses. */
class SupertypeChecksTest {

  private static final String OBJECT = "java/lang/Object";

  private static AssembledClass extending(String superName) {
    return new AssembledClass(superName).idle();
  }

  private static AssembledClass implementing(String... interfaces) {
    return new AssembledClass(OBJECT, interfaces).idle();
  }

  private static AssembledClass overriding(String superName, int access, String name) {
    return new AssembledClass(superName)
        .idle()
        .method(
            access,
            name,
            "()Ljava/lang/String;",
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitInsn(Opcodes.ARETURN);
            });
  }

  private static void returns(MethodVisitor mv) {
    mv.visitInsn(Opcodes.RETURN);
  }

  @Test
  void thoseThatLetItPass() throws Exception {
    extending("p/Base").isSound();
    extending("q/Other").isSound();
    extending("p/Unfinished").isSound();
    implementing("p/Face", "p/Left", "java/util/List").isSound();
  }

  @Test
  void aFinalClass() throws Exception {
    extending("p/Closed").isRefused(LinkageError.class, "extends p.Closed, which is final");
    extending("java/lang/String").isRefused(LinkageError.class, "which is final");
  }

  @Test
  void anInterfaceForAClassAndTheOtherWayRound() throws Exception {
    extending("p/Face")
        .isRefused(IncompatibleClassChangeError.class, "extends p.Face, which is an interface");
    implementing("p/Base")
        .isRefused(IncompatibleClassChangeError.class, "implements p.Base, which is no interface");
  }

  @Test
  void oneOutOfReach() throws Exception {
    byte[] hidden = Sources.compile("package q; class Hidden {}").get("q/Hidden");
    byte[] face = Sources.compile("package q; interface HiddenFace {}").get("q/HiddenFace");
    extending("q/Hidden")
        .beside("q/Hidden", hidden)
        .isRefused(IllegalAccessError.class, "extends q.Hidden, to which it has no access");
    implementing("q/HiddenFace")
        .beside("q/HiddenFace", face)
        .isRefused(IllegalAccessError.class, "implements q.HiddenFace, to which it has no access");
  }

  @Test
  void aSealedOne() throws Exception {
    extending("p/Sealed")
        .isRefused(
            IncompatibleClassChangeError.class,
            "extends p.Sealed, which is sealed and does not permit it");
    implementing("p/SealedFace")
        .isRefused(
            IncompatibleClassChangeError.class,
            "implements p.SealedFace, which is sealed and does not permit it");
    extending("p/Sealed").beside("p/Sealed", sealed("p/Sealed", 0, "p/Made")).isSound();
    implementing("p/SealedFace")
        .beside(
            "p/SealedFace",
            sealed("p/SealedFace", Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT, "p/Made"))
        .isSound();
  }

  @Test
  void aSealedOneOfAnotherPackageIsExtendedByPublicClassesOnly() throws Exception {
    byte[] sealed = sealed("q/Sealed", 0, "p/Made");
    extending("q/Sealed").beside("q/Sealed", sealed).isSound();
    new AssembledClass(Opcodes.V17, Opcodes.ACC_SUPER, "q/Sealed")
        .idle()
        .beside("q/Sealed", sealed)
        .isRefused(IncompatibleClassChangeError.class, "which is sealed");
  }

  private static byte[] sealed(String name, int flags, String permitted) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    boolean isInterface = (flags & Opcodes.ACC_INTERFACE) != 0;
    int access = Opcodes.ACC_PUBLIC | flags | (isInterface ? 0 : Opcodes.ACC_SUPER);
    writer.visit(Opcodes.V17, access, name, null, OBJECT, null);
    writer.visitPermittedSubclass(permitted);
    if (!isInterface) {
      MethodVisitor mv = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
      mv.visitCode();
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
      mv.visitInsn(Opcodes.RETURN);
      mv.visitMaxs(0, 0);
      mv.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void aFinalMethodIsNotOverridden() throws Exception {
    overriding("p/Base", Opcodes.ACC_PUBLIC, "settled")
        .isRefused(
            LinkageError.class,
            "overrides the method p.Base.settled()Ljava/lang/String;, which is final");
    overriding("p/Base", Opcodes.ACC_PUBLIC, "text").isSound();
  }

  @Test
  void finalMethodsThatAreNotInheritedAreNotOverridden() throws Exception {
    overriding("p/Base", Opcodes.ACC_PUBLIC, "own").isSound();
    overriding("p/Base", Opcodes.ACC_PUBLIC, "shared").isSound();
    overriding("p/Base", Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "settled").isSound();
    overriding("p/Base", Opcodes.ACC_PRIVATE, "settled").isSound();
    new AssembledClass("q/Other")
        .idle()
        .method(Opcodes.ACC_PUBLIC, "settledHere", "()V", SupertypeChecksTest::returns)
        .isSound();
  }

  @Test
  void oneThatAClassBetweenHidesIsFinalAllTheSame() throws Exception {
    byte[] between =
        Sources.compile(
                "package p; class Top { public final void m() {} }",
                "package p; class Between extends Top {}")
            .get("p/Between");
    byte[] top = Sources.compile("package p; class Top { public final void m() {} }").get("p/Top");
    new AssembledClass("p/Between")
        .idle()
        .beside("p/Between", between)
        .beside("p/Top", top)
        .method(Opcodes.ACC_PUBLIC, "m", "()V", SupertypeChecksTest::returns)
        .isRefused(LinkageError.class, "overrides the method p.Top.m()V, which is final");
  }

  @Test
  void interfacesDoNotOverrideTheFinalMethodsOfObjects() throws Exception {
    new AssembledClass(
            Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT, OBJECT)
        .idle()
        .with(
            cv ->
                cv.visitMethod(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "notify", "()V", null, null)
                    .visitEnd())
        .isRefused(LinkageError.class, "overrides the method java.lang.Object.notify()V");
  }

  @Test
  void aClassThatIsItsOwnSupertype() throws Exception {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/Round", null, "p/Made", null);
    writer.visitEnd();
    extending("p/Round")
        .beside("p/Round", writer.toByteArray())
        .isRefused(ClassCircularityError.class, "p/Made: is its own supertype");
  }

  @Test
  void recordsAreWhatTheyLikeToTheJvm() throws Exception {
    extending("java/lang/Record").isSound();
    new AssembledClass("java/lang/Record")
        .idle()
        .with(cv -> cv.visitRecordComponent("a", "I", null).visitEnd())
        .isSound();
  }
}
