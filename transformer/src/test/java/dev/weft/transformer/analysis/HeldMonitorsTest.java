package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.RETURN;

import dev.weft.transformer.Sources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which variables keep the objects of held monitors: asked at calls of methods. */
class HeldMonitorsTest {

  /** By the name of the method called; "unknown" where it is not known. */
  private static Map<String, String> held(MethodNode method) {
    var monitors = new HeldMonitors(method);
    var held = new TreeMap<String, String>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call) {
        List<Integer> slots = monitors.heldAt(insn);
        held.merge(call.name, slots == null ? "unknown" : slots.toString(), (a, b) -> a + " " + b);
      }
    }
    return held;
  }

  private static Map<String, String> held(String body) {
    byte[] compiled =
        Sources.compileOne(
            """
            class A {
              Object a; Object b; int i;
              void in() {} void out() {} void before() {} void after() {}
              void m() { %s }
            }
            """
                .formatted(body));
    return held(Sources.method(Sources.tree(compiled), "m"));
  }

  private static MethodNode assembled() {
    return new MethodNode(ACC_STATIC, "m", "(Ljava/lang/Object;Ljava/lang/Object;)V", null, null);
  }

  private static void call(MethodNode method, String name) {
    method.visitMethodInsn(INVOKESTATIC, "A", name, "()V", false);
  }

  @Test
  void aBlockKeepsItsObjectInAVariable() {
    assertThat(held("before(); synchronized (a) { in(); } after();"))
        .containsEntry("before", "[]")
        .containsEntry("in", "[1]")
        .containsEntry("after", "[]");
  }

  @Test
  void monitorsAreListedOutermostFirst() {
    assertThat(held("synchronized (a) { synchronized (b) { in(); } after(); } out();"))
        .containsEntry("in", "[1, 2]")
        .containsEntry("after", "[1]")
        .containsEntry("out", "[]");
  }

  @Test
  void leavingEarlyOnSomePathsKeepsTheCount() {
    assertThat(
            held(
                """
                while (i < 9) {
                  synchronized (a) {
                    if (i == 1) continue;
                    if (i == 2) break;
                    if (i == 3) return;
                    try { in(); } finally { in(); }
                  }
                  after();
                }
                out();
                """))
        .containsEntry("in", "[1] [1] [1]")
        .containsEntry("after", "[]")
        .containsEntry("out", "[]");
  }

  @Test
  void aMonitorTakenFromTheStackAloneIsUnknown() {
    MethodNode method = assembled();
    method.visitVarInsn(ALOAD, 0);
    method.visitInsn(DUP);
    method.visitInsn(MONITORENTER);
    call(method, "in");
    method.visitInsn(MONITOREXIT);
    method.visitInsn(RETURN);
    assertThat(held(method)).containsEntry("in", "unknown");
  }

  @Test
  void monitorsLeftInTheOrderOfEntryAreUnknown() {
    MethodNode method = assembled();
    for (int slot = 0; slot < 2; slot++) {
      method.visitVarInsn(ALOAD, slot);
      method.visitInsn(MONITORENTER);
    }
    call(method, "both");
    method.visitVarInsn(ALOAD, 0);
    method.visitInsn(MONITOREXIT);
    call(method, "second");
    method.visitVarInsn(ALOAD, 1);
    method.visitInsn(MONITOREXIT);
    method.visitInsn(RETURN);
    assertThat(held(method)).containsEntry("both", "[0, 1]").containsEntry("second", "unknown");
  }

  @Test
  void aMonitorWhoseVariableChangesIsUnknown() {
    MethodNode method = assembled();
    method.visitVarInsn(ALOAD, 0);
    method.visitInsn(MONITORENTER);
    method.visitVarInsn(ALOAD, 1);
    method.visitVarInsn(ASTORE, 0);
    call(method, "in");
    method.visitInsn(RETURN);
    assertThat(held(method)).containsEntry("in", "unknown");
  }
}
