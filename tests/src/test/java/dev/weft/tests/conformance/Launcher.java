package dev.weft.tests.conformance;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The class that starts a program as a coroutine: it has to be woven as well, so it stands beside
 * the program, whatever language that is written in.
 *
 * <pre>{@code
 * public final class ProgramLauncher implements AsyncCallable {
 *   public Probe probe;
 *   public Object call() { return Program.run(probe); }
 * }
 * }</pre>
 */
final class Launcher {

  private static final String OBJECT = "java/lang/Object";
  private static final String PROBE = "Ldev/weft/tests/conformance/Probe;";

  private Launcher() {}

  /** The launcher's class name for a program's. */
  static String name(String program) {
    return program + "Launcher";
  }

  /** The class files with launchers for the programs among them. */
  static Map<String, byte[]> add(Map<String, byte[]> classes, Iterable<String> programs) {
    var all = new TreeMap<>(classes);
    for (String program : programs) {
      String internal = program.replace('.', '/');
      all.put(name(internal), classFile(internal));
    }
    return all;
  }

  private static byte[] classFile(String program) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    String[] faces = {"dev/weft/AsyncCallable"};
    writer.visit(Opcodes.V17, access, name(program), null, OBJECT, faces);
    writer.visitField(Opcodes.ACC_PUBLIC, "probe", PROBE, null, null);
    constructor(writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null));
    call(writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "()L" + OBJECT + ";", null, null), program);
    return writer.toByteArray();
  }

  private static void constructor(MethodVisitor code) {
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
  }

  private static void call(MethodVisitor code, String program) {
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, name(program), "probe", PROBE);
    String descriptor = "(" + PROBE + ")L" + OBJECT + ";";
    code.visitMethodInsn(Opcodes.INVOKESTATIC, program, "run", descriptor, false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
  }
}
