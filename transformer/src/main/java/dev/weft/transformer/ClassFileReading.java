package dev.weft.transformer;

import dev.weft.transformer.emit.ClassWriters;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Hierarchy;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;

/** Reads whole class files, and gives old ones the stack map frames they lack. */
final class ClassFileReading {

  private ClassFileReading() {}

  /** The class as a tree, with expanded stack map frames and without subroutines. */
  static ClassNode tree(byte[] classFile, ClassHeader header, Hierarchy hierarchy) {
    var tree = new ClassNode();
    var reader = new ClassReader(classFile);
    ClassReader framed = reader;
    if (header.major() < Opcodes.V1_7) {
      framed = new ClassReader(withFrames(reader, hierarchy));
    }
    boolean serialized = hasDefaultSerialVersion(reader, hierarchy);
    framed.accept(serialized ? new SerialVersion(tree) : tree, ClassReader.EXPAND_FRAMES);
    boolean oldInterface =
        (tree.access & Opcodes.ACC_INTERFACE) != 0 && (tree.version & 0xFFFF) < Opcodes.V1_8;
    if (oldInterface) {
      tree.version = Opcodes.V1_8; // its methods get bodies
    }
    return tree;
  }

  /**
   * Whether Java serialisation derives the version of a class from its methods; it is then written
   * down as it is before methods are added. Records and enums have none; an interface has one that
   * counts where the interface itself, as a class, is written.
   */
  private static boolean hasDefaultSerialVersion(ClassReader reader, Hierarchy hierarchy) {
    boolean none =
        (reader.getAccess() & Opcodes.ACC_ENUM) != 0
            || "java/lang/Record".equals(reader.getSuperName());
    return !none
        && hierarchy
            .supertypes()
            .implementsInterface(reader.getClassName(), "java/io/Serializable");
  }

  /** Writes the version down in interfaces, too, whose fields have to be public. */
  private static final class SerialVersion extends SerialVersionUIDAdder {
    private boolean inInterface;

    SerialVersion(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      inInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    protected void addSVUID(long version) {
      int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
      int visible = inInterface ? Opcodes.ACC_PUBLIC : 0;
      cv.visitField(access | visible, "serialVersionUID", "J", null, version).visitEnd();
    }
  }

  private static byte[] withFrames(ClassReader reader, Hierarchy hierarchy) {
    ClassWriter writer = ClassWriters.computingFrames(reader, hierarchy);
    reader.accept(new WithoutSubroutines(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private static final class WithoutSubroutines extends ClassVisitor {
    WithoutSubroutines(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      super.visit(Opcodes.V1_7, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions);
    }
  }
}
