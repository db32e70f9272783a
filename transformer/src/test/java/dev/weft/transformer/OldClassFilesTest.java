package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.transformer.model.Hierarchy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files from before stack map frames, with subroutines. */
@Timeout(60)
class OldClassFilesTest {

  private static final int SUBROUTINE = 2;

  /**
   * Of version 49: {@code @Async public static int m(Task t) { try { await(t); } finally { via jsr:
   * count++ } return count }}.
   */
  private static byte[] withSubroutine() {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        "p/Old",
        null,
        "java/lang/Object",
        null);
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "m", "(Ldev/weft/Task;)I", null, null);
    mv.visitAnnotation("Ldev/weft/annotations/Async;", true).visitEnd();
    mv.visitCode();
    var start = new Label();
    var end = new Label();
    var handler = new Label();
    var subroutine = new Label();
    mv.visitTryCatchBlock(start, end, handler, null);
    mv.visitIntInsn(Opcodes.BIPUSH, 40);
    mv.visitVarInsn(Opcodes.ISTORE, 1);
    mv.visitLabel(start);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/weft/Weft",
        "await",
        "(Ldev/weft/Task;)Ljava/lang/Object;",
        false);
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(end);
    mv.visitJumpInsn(Opcodes.JSR, subroutine);
    mv.visitJumpInsn(Opcodes.JSR, subroutine);
    mv.visitVarInsn(Opcodes.ILOAD, 1);
    mv.visitInsn(Opcodes.IRETURN);
    mv.visitLabel(handler);
    mv.visitVarInsn(Opcodes.ASTORE, 3);
    mv.visitJumpInsn(Opcodes.JSR, subroutine);
    mv.visitVarInsn(Opcodes.ALOAD, 3);
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitLabel(subroutine);
    mv.visitVarInsn(Opcodes.ASTORE, SUBROUTINE);
    mv.visitIincInsn(1, 1);
    mv.visitVarInsn(Opcodes.RET, SUBROUTINE);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static Object call(Class<?> type, Task<?> task) throws Exception {
    return type.getMethod("m", Task.class).invoke(null, task);
  }

  @Test
  void aMethodWithSubroutinesIsWovenVerifiesAndRuns() throws Exception {
    byte[] old = withSubroutine();
    Hierarchy hierarchy = Sources.hierarchy(Map.of("p/Old", old));

    WovenClass woven = new Weaver(hierarchy).weave(old);

    assertThat(Verification.check(woven, hierarchy)).isEmpty();
    assertThat(woven.methods().get(0).refusal()).isNull();
    Map<String, byte[]> all = new TreeMap<>(woven.added());
    all.put("p/Old", woven.bytes());
    Class<?> type = Sources.load(all, "p.Old");
    assertThat(call(type, Task.completed("x"))).isEqualTo(42);
    assertThat(suspended(type)).isEqualTo(42);
  }

  /** Completes the task once this thread blocks in the call. */
  private static Object suspended(Class<?> type) throws Exception {
    Task.Completer<Object> completer = Task.completer();
    Thread caller = Thread.currentThread();
    var completing =
        new Thread(
            () -> {
              while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              completer.complete("x");
            });
    completing.start();
    Object result = call(type, completer.task());
    completing.join();
    return result;
  }

  @Test
  void theWovenClassHasAVersionWithFrames() {
    byte[] old = withSubroutine();
    assertThat(new ClassReader(old).readUnsignedShort(6)).isEqualTo(49);

    WovenClass woven = new Weaver(Sources.hierarchy(Map.of("p/Old", old))).weave(old);

    assertThat(new ClassReader(woven.bytes()).readUnsignedShort(6)).isEqualTo(51);
  }
}
