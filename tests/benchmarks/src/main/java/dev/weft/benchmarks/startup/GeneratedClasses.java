package dev.weft.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a jar of classes as an application has them, none of which has anything to do with Weft,
 * and of the program that loads them: this module's own jar holds the transformer, too, which would
 * stand before the agent's.
 */
public final class GeneratedClasses {

  private static final int METHODS = 12;

  private GeneratedClasses() {}

  /** Writes {@code n} classes and the program into {@code jar}. */
  public static void write(Path jar, int n) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new ZipOutputStream(file)) {
      out.setLevel(0);
      copy(LoadClasses.class, out);
      for (int i = 0; i < n; i++) {
        out.putNextEntry(new ZipEntry("generated/G" + i + ".class"));
        out.write(classFile("generated/G" + i));
        out.closeEntry();
      }
    }
  }

  private static void copy(Class<?> program, ZipOutputStream out) throws IOException {
    String file = program.getName().replace('.', '/') + ".class";
    out.putNextEntry(new ZipEntry(file));
    try (InputStream in = program.getClassLoader().getResourceAsStream(file)) {
      out.write(Objects.requireNonNull(in).readAllBytes());
    }
    out.closeEntry();
  }

  private static byte[] classFile(String name) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", new String[] {});
    writer.visitField(Opcodes.ACC_PRIVATE, "count", "I", null, null).visitEnd();
    for (int i = 0; i < METHODS; i++) {
      method(writer, name, "method" + i);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /**
   * {@code int m(int n, String s) { while (n > 0) { count += s.length(); n--; } return count; }}
   */
  private static void method(ClassWriter writer, String owner, String name) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, name, "(ILjava/lang/String;)I", null, null);
    code.visitCode();
    var loop = new Label();
    var end = new Label();
    code.visitLabel(loop);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFLE, end);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.DUP);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, "count", "I");
    code.visitVarInsn(Opcodes.ALOAD, 2);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
    code.visitInsn(Opcodes.IADD);
    code.visitFieldInsn(Opcodes.PUTFIELD, owner, "count", "I");
    code.visitIincInsn(1, -1);
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(end);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, "count", "I");
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
