package dev.weft.tests.torture;

import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Marks every method of a class {@code @Async} as far as that does not change what it means:
 * constructors, static initialisers, native methods and annotations' elements stay ordinary.
 */
final class Marking extends ClassVisitor {

  /** Which methods to mark. */
  enum Extent {
    /** All: the result is looked at, not run. */
    EVERYTHING,
    /**
     * Those that do the same when marked: a method that returns a future would begin to put its
     * exceptions into the future.
     */
    SAME_MEANING
  }

  private final Extent extent;
  private final Predicate<String> excluded;
  private boolean annotation;

  private Marking(ClassVisitor next, Extent extent, Predicate<String> excluded) {
    super(Opcodes.ASM9, next);
    this.extent = extent;
    this.excluded = excluded;
  }

  /**
   * Marks a class.
   *
   * @param excluded methods, by name and descriptor, to leave as they are
   */
  static byte[] mark(byte[] classFile, Extent extent, Predicate<String> excluded) {
    var reader = new ClassReader(classFile);
    var writer = new ClassWriter(reader, 0);
    reader.accept(new Marking(writer, extent, excluded), 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    annotation = (access & Opcodes.ACC_ANNOTATION) != 0;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!marks(access, name, descriptor)) {
      return method;
    }
    method.visitAnnotation(RuntimeNames.ASYNC_DESC, false).visitEnd();
    return new MethodVisitor(Opcodes.ASM9, method) {}; // else ASM copies the method unmarked
  }

  private boolean marks(int access, String name, String descriptor) {
    return !annotation
        && !name.startsWith("<")
        && (access & Opcodes.ACC_NATIVE) == 0
        && (extent == Extent.EVERYTHING || Kind.of(descriptor).isPartOfCaller())
        && !excluded.test(name + descriptor);
  }
}
