package dev.weft.maven.incremental;

import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Class files that say which calling convention they are of. */
final class Marks {

  private static final String NAME =
      RuntimeNames.WOVEN_DESC.substring(1, RuntimeNames.WOVEN_DESC.length() - 1);

  /** Where a runtime has its mark. */
  static final String FILE = NAME + ".class";

  private Marks() {}

  /** The annotation of a runtime, by which others tell its convention. */
  static byte[] runtimeOf(int convention) {
    var writer = new ClassWriter(0);
    int access =
        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION;
    String[] faces = {"java/lang/annotation/Annotation"};
    writer.visit(Opcodes.V17, access, NAME, null, "java/lang/Object", faces);
    int constant = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    writer.visitField(constant, "CONVENTION", "I", null, convention).visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** A class {@code p.Old} that was woven. */
  static byte[] wovenFor(int convention) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/Old", null, "java/lang/Object", null);
    AnnotationVisitor mark = writer.visitAnnotation(RuntimeNames.WOVEN_DESC, false);
    mark.visit("value", convention);
    mark.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
