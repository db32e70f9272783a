package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.RETURN;

import dev.weft.transformer.Sources;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Where a method may hold monitors: asked at calls of methods with telling names. */
@Timeout(60)
class MonitorDepthTest {

  /** Whether a monitor may be held, by the name of the method called. */
  private static Map<String, Boolean> held(MethodNode method) {
    var depth = new MonitorDepth(method);
    var held = new TreeMap<String, Boolean>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call) {
        held.merge(call.name, depth.heldAt(insn), Boolean::logicalOr);
      }
    }
    return held;
  }

  private static Map<String, Boolean> held(String body) {
    byte[] compiled =
        Sources.compileOne(
            """
            class A {
              Object a; Object b; int i;
              void in() {} void out() {} void before() {} void after() {} void caught() {}
              void m() { %s }
            }
            """
                .formatted(body));
    return held(Sources.method(Sources.tree(compiled), "m"));
  }

  @Test
  void aMonitorIsHeldInsideItsBlockAlone() {
    assertThat(held("before(); synchronized (a) { in(); } after();"))
        .containsEntry("before", false)
        .containsEntry("in", true)
        .containsEntry("after", false);
  }

  @Test
  void theOuterMonitorIsStillHeldAfterTheInnerBlock() {
    assertThat(held("synchronized (a) { synchronized (b) { in(); } after(); } out();"))
        .containsEntry("in", true)
        .containsEntry("after", true)
        .containsEntry("out", false);
  }

  @Test
  void loopsReturnsAndExceptionsLeaveTheBlock() {
    assertThat(
            held(
                """
                while (i < 3) { synchronized (a) { if (i == 1) { in(); continue; } if (i == 2) break; } after(); }
                out();
                """))
        .containsEntry("in", true)
        .containsEntry("after", false)
        .containsEntry("out", false);
    assertThat(held("try { synchronized (a) { in(); } } catch (RuntimeException e) { caught(); }"))
        .containsEntry("in", true)
        .containsEntry("caught", false);
    assertThat(held("synchronized (a) { try { in(); } catch (RuntimeException e) { caught(); } }"))
        .containsEntry("caught", true);
  }

  @Test
  void aMethodWithoutMonitorsHoldsNone() {
    assertThat(held("in(); out();")).doesNotContainValue(true);
  }

  private static void call(MethodNode code, String name) {
    code.visitMethodInsn(INVOKESTATIC, "A", name, "()V", false);
  }

  @Test
  void codeThatEntersForEverIsAnalysedToAnEnd() {
    var code = new MethodNode(ACC_STATIC, "m", "()V", null, null);
    var loop = new Label();
    call(code, "before");
    code.visitLabel(loop);
    code.visitInsn(ACONST_NULL);
    code.visitInsn(MONITORENTER);
    call(code, "in");
    code.visitJumpInsn(GOTO, loop);

    assertThat(held(code)).containsEntry("before", false).containsEntry("in", true);
  }

  @Test
  void codeThatLeavesMoreThanItEnteredHoldsNone() {
    var code = new MethodNode(ACC_STATIC, "m", "()V", null, null);
    code.visitInsn(ACONST_NULL);
    code.visitInsn(MONITOREXIT);
    call(code, "after");
    code.visitInsn(RETURN);

    assertThat(held(code)).containsEntry("after", false);
  }

  @Test
  void whereAnEnteredAndAFreePathMeetAMonitorMayBeHeld() {
    var code = new MethodNode(ACC_STATIC, "m", "(I)V", null, null);
    var meet = new Label();
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFEQ, meet);
    code.visitInsn(ACONST_NULL);
    code.visitInsn(MONITORENTER);
    code.visitLabel(meet);
    call(code, "in");
    code.visitInsn(RETURN);

    assertThat(held(code)).containsEntry("in", true);
  }
}
