package dev.weft.transformer.verification;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Declarations that the JVM does not read: what is found is what it refuses. */
class FormatChecksTest {

  private static final String OBJECT = "java/lang/Object";
  private static final int FACE = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;

  private static void refused(AssembledClass made, String problem) throws Exception {
    made.idle().isRefused(ClassFormatError.class, problem);
  }

  private static AssembledClass ofClass(int flags) {
    return new AssembledClass(Opcodes.V17, Opcodes.ACC_PUBLIC | flags, OBJECT);
  }

  private static AssembledClass inClass(Consumer<ClassVisitor> part) {
    return new AssembledClass().with(part);
  }

  private static AssembledClass inFace(Consumer<ClassVisitor> part) {
    return new AssembledClass(Opcodes.V17, FACE, OBJECT).with(part);
  }

  private static Consumer<ClassVisitor> field(int access, String name, String desc, Object value) {
    return cv -> cv.visitField(access, name, desc, null, value).visitEnd();
  }

  private static Consumer<ClassVisitor> without(int access, String name, String desc) {
    return cv -> cv.visitMethod(access, name, desc, null, null).visitEnd();
  }

  private static Consumer<ClassVisitor> method(int access, String name, String desc) {
    return cv -> {
      MethodVisitor mv = cv.visitMethod(access, name, desc, null, null);
      mv.visitCode();
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitInsn(Opcodes.ATHROW);
      mv.visitMaxs(0, 0);
      mv.visitEnd();
    };
  }

  @Test
  void flagsOfClasses() throws Exception {
    ofClass(Opcodes.ACC_SUPER | Opcodes.ACC_FINAL).idle().isSound();
    refused(ofClass(Opcodes.ACC_FINAL | Opcodes.ACC_ABSTRACT), "p/Made");
    refused(ofClass(Opcodes.ACC_INTERFACE), "p/Made");
    refused(ofClass(Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_FINAL), "p/Made");
    refused(ofClass(Opcodes.ACC_ANNOTATION), "p/Made");
  }

  @Test
  void flagsOfFields() throws Exception {
    inClass(field(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "a", "I", null)).idle().isSound();
    refused(inClass(field(Opcodes.ACC_PRIVATE | Opcodes.ACC_PUBLIC, "a", "I", null)), "p/Made");
    refused(inClass(field(Opcodes.ACC_FINAL | Opcodes.ACC_VOLATILE, "a", "I", null)), "p/Made");
    refused(inFace(field(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "a", "I", null)), "p/Made.a:I");
  }

  @Test
  void flagsOfMethods() throws Exception {
    int both = Opcodes.ACC_ABSTRACT | Opcodes.ACC_FINAL;
    refused(inClass(without(both, "a", "()V")), "p/Made");
    refused(inClass(without(Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC, "a", "()V")), "p/Made");
    refused(inClass(without(Opcodes.ACC_ABSTRACT | Opcodes.ACC_PRIVATE, "a", "()V")), "p/Made");
    refused(inClass(method(Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED, "a", "()V")), "p/Made");
    refused(inClass(method(Opcodes.ACC_STATIC, "<init>", "()V")), "p/Made");
    refused(inClass(method(Opcodes.ACC_SYNCHRONIZED, "<init>", "()V")), "p/Made");
    inFace(method(Opcodes.ACC_PUBLIC, "a", "()V")).idle().isSound();
    inFace(method(Opcodes.ACC_PRIVATE, "a", "()V")).idle().isSound();
    refused(inFace(method(0, "a", "()V")), "p/Made");
    refused(inFace(method(Opcodes.ACC_PROTECTED, "a", "()V")), "p/Made");
    refused(inFace(method(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "a", "()V")), "p/Made");
    refused(inFace(method(Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNCHRONIZED, "a", "()V")), "p/Made");
  }

  @Test
  void interfacesOfOldClassFiles() throws Exception {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_7, FACE, "p/Old", null, OBJECT, null);
    without(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "a", "()V").accept(writer);
    writer.visitEnd();
    new AssembledClass(OBJECT, "p/Old").idle().beside("p/Old", writer.toByteArray()).isSound();
    new AssembledClass(Opcodes.V1_7, FACE, OBJECT)
        .idle()
        .isRefused(ClassFormatError.class, "has flags that exclude one another");
  }

  @Test
  void codeWhereThereMustBeNoneAndTheOtherWayRound() throws Exception {
    refused(
        ofClass(Opcodes.ACC_SUPER | Opcodes.ACC_ABSTRACT)
            .with(method(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "a", "()V")),
        "p/Made");
    refused(inClass(method(Opcodes.ACC_NATIVE, "a", "()V")), "p/Made");
    refused(inClass(without(Opcodes.ACC_PUBLIC, "a", "()V")), "p/Made.a()V: has no code");
    inClass(without(Opcodes.ACC_NATIVE, "a", "()V")).idle().isSound();
  }

  @Test
  void whatIsDeclaredTwice() throws Exception {
    refused(
        inClass(field(0, "a", "I", null).andThen(field(0, "a", "I", null))),
        "p/Made.a:I: is declared twice");
    inClass(field(0, "a", "I", null).andThen(field(0, "a", "J", null))).idle().isSound();
    refused(
        inClass(method(0, "a", "()V").andThen(method(0, "a", "()V"))),
        "p/Made.a()V: is declared twice");
    inClass(method(0, "a", "()V").andThen(method(0, "a", "()I"))).idle().isSound();
    refused(new AssembledClass(OBJECT, "p/Left", "p/Left"), "names an interface twice");
  }

  @Test
  void initializers() throws Exception {
    refused(inFace(method(Opcodes.ACC_PUBLIC, "<init>", "()V")), "a constructor of an interface");
    refused(inClass(method(0, "<init>", "()I")), "p/Made");
    refused(inClass(method(0, "<clinit>", "()V")), "p/Made");
    refused(inClass(method(Opcodes.ACC_STATIC, "<clinit>", "(I)V")), "p/Made");
  }

  @Test
  void constantValues() throws Exception {
    int shared = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    inClass(field(shared, "a", "I", 1)).idle().isSound();
    inClass(field(shared, "a", "Z", 1)).idle().isSound();
    inClass(field(shared, "a", "Ljava/lang/String;", "")).idle().isSound();
    refused(inClass(field(shared, "a", "J", 1)), "a constant value of another type");
    refused(inClass(field(shared, "a", "Ljava/lang/Object;", "")), "a constant value of another");
  }

  @Test
  void moreArgumentsThanThereMayBe() throws Exception {
    inClass(method(Opcodes.ACC_STATIC, "a", "(" + "I".repeat(255) + ")V")).idle().isSound();
    refused(inClass(method(0, "a", "(" + "I".repeat(255) + ")V")), "arguments of 256 words");
    refused(
        inClass(method(Opcodes.ACC_STATIC, "a", "(" + "J".repeat(128) + ")V")),
        "arguments of 256 words");
  }

  @Test
  void interfacesExtendObjects() throws Exception {
    refused(new AssembledClass(Opcodes.V17, FACE, "p/Base"), "p/Made");
  }

  @Test
  void permittedSubclassesAndNests() throws Exception {
    refused(
        ofClass(Opcodes.ACC_SUPER | Opcodes.ACC_FINAL)
            .with(cv -> cv.visitPermittedSubclass("p/Base")),
        "is final and permits subclasses");
    refused(
        inClass(
            cv -> {
              cv.visitNestHost("p/Base");
              cv.visitNestMember("p/Left");
            }),
        "p/Made");
  }
}
