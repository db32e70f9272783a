package dev.weft.transformer;

import dev.weft.transformer.analysis.Reach;
import dev.weft.transformer.emit.Writers;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Names;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;

/** Opens class files: checks their version, and gives old ones the stack map frames they lack. */
final class ClassFileReading {

  /** Where a class file holds its major version. */
  private static final int MAJOR = 6;

  /** The newest version that this ASM reads. */
  private static final int NEWEST = Opcodes.V27;

  private ClassFileReading() {}

  static ClassReader open(byte[] classFile) {
    try {
      return new ClassReader(major(classFile) > NEWEST ? asKnown(classFile) : classFile);
    } catch (RuntimeException e) {
      throw failure("a class", e);
    }
  }

  private static int major(byte[] classFile) {
    if (classFile.length < 10 || classFile[0] != (byte) 0xCA || classFile[1] != (byte) 0xFE) {
      throw new WeaveException(
          "not a class file: it does not begin with CAFEBABE; rebuild the class or take it off the"
              + " class path");
    }
    return (classFile[MAJOR] & 0xFF) << 8 | (classFile[MAJOR + 1] & 0xFF);
  }

  /** Newer class files still have a constant pool to look through. */
  private static byte[] asKnown(byte[] classFile) {
    byte[] copy = classFile.clone();
    copy[MAJOR] = 0;
    copy[MAJOR + 1] = (byte) NEWEST;
    return copy;
  }

  static Reach.Verdict reach(byte[] classFile, ClassReader reader, Hierarchy hierarchy) {
    try {
      Reach.Verdict verdict = Reach.of(reader, hierarchy);
      if (verdict == Reach.Verdict.CANDIDATE && major(classFile) > NEWEST) {
        throw new WeaveException(
            Names.binary(reader.getClassName())
                + " has class file version "
                + major(classFile)
                + ", but this Weft knows versions up to "
                + NEWEST
                + "; use a newer Weft, or compile the class with --release "
                + (NEWEST - 44)
                + " or lower");
      }
      return verdict;
    } catch (RuntimeException e) {
      throw failure("a class", e);
    }
  }

  /** The class's name, as far as it can be read. */
  static String nameOf(ClassReader reader) {
    try {
      return reader.getClassName();
    } catch (RuntimeException corrupt) {
      return "a class";
    }
  }

  /** What to throw for {@code cause}: itself if it says already what is wrong. */
  static WeaveException failure(String className, RuntimeException cause) {
    if (cause instanceof WeaveException known) {
      return known;
    }
    return new WeaveException(
        "cannot weave "
            + Names.binary(className)
            + ": its class file is corrupt or exceeds a limit ("
            + cause
            + "); it is left as it is",
        cause);
  }

  /** The class as a tree, with expanded stack map frames and without subroutines. */
  static ClassNode tree(ClassReader reader, Hierarchy hierarchy) {
    var tree = new ClassNode();
    ClassReader framed = reader;
    if (major(reader) < Opcodes.V1_7) {
      framed = new ClassReader(withFrames(reader, hierarchy));
    }
    boolean serialized = hasDefaultSerialVersion(reader, hierarchy);
    framed.accept(serialized ? new SerialVersionUIDAdder(tree) : tree, ClassReader.EXPAND_FRAMES);
    boolean oldInterface =
        (tree.access & Opcodes.ACC_INTERFACE) != 0 && (tree.version & 0xFFFF) < Opcodes.V1_8;
    if (oldInterface) {
      tree.version = Opcodes.V1_8; // its methods get bodies
    }
    return tree;
  }

  /**
   * Whether Java serialisation derives the version of a class from its methods; it is then written
   * down as it is before methods are added. Records and enums have none.
   */
  private static boolean hasDefaultSerialVersion(ClassReader reader, Hierarchy hierarchy) {
    boolean none =
        (reader.getAccess() & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) != 0
            || "java/lang/Record".equals(reader.getSuperName());
    return !none && hierarchy.implementsInterface(reader.getClassName(), "java/io/Serializable");
  }

  private static int major(ClassReader reader) {
    return reader.readUnsignedShort(MAJOR);
  }

  private static byte[] withFrames(ClassReader reader, Hierarchy hierarchy) {
    ClassWriter writer = Writers.computingFrames(hierarchy);
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
