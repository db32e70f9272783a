package dev.weft.tests.conformance;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes class files that mean the same but look different, as other tools would leave them. */
abstract class ClassRewriter {

  /** The rewritten form of a method; {@code next} writes it. */
  abstract MethodVisitor method(
      MethodVisitor next, String owner, int access, String name, String descriptor);

  /** The version that the class files get, or 0 if it stays. */
  int version() {
    return 0;
  }

  /** Whether the class files are to have stack map frames. */
  boolean writesFrames() {
    return true;
  }

  /** A compiler whose class files are rewritten. */
  final ProgramCompiler after(ProgramCompiler compiler) {
    return sources -> {
      var rewritten = new TreeMap<String, byte[]>();
      Map<String, byte[]> compiled = compiler.compile(sources);
      var loader = new BytesLoader(compiled);
      compiled.forEach((name, bytes) -> rewritten.put(name, rewrite(bytes, loader)));
      return rewritten;
    };
  }

  private byte[] rewrite(byte[] classFile, ClassLoader loader) {
    var writer =
        new ClassWriter(writesFrames() ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    new ClassReader(classFile).accept(new Methods(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private final class Methods extends ClassVisitor {
    private String owner;

    Methods(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      owner = name;
      int wanted = version() == 0 ? version : version();
      super.visit(wanted, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return method(next, owner, access, name, descriptor);
    }
  }
}
