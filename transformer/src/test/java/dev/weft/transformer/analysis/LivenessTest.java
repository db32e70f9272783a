package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which variables may still be read: asked at the {@code nop}s of small methods. */
@Timeout(60)
class LivenessTest {

  private final MethodNode code = new MethodNode(Opcodes.ACC_STATIC, "m", "()V", null, null);

  private List<AbstractInsnNode> nops() {
    return StreamSupport.stream(code.instructions.spliterator(), false)
        .filter(insn -> insn.getOpcode() == NOP)
        .toList();
  }

  /** The live variables before each nop. */
  private List<String> live() {
    code.maxLocals = 10;
    var liveness = new Liveness(code);
    return nops().stream().map(nop -> liveness.before(nop).toString()).toList();
  }

  private void use(int variable) {
    code.visitVarInsn(ALOAD, variable);
    code.visitInsn(POP);
  }

  private void nop() {
    code.visitInsn(NOP);
  }

  @Test
  void aVariableIsDeadAfterItsLastUse() {
    nop();
    use(1);
    nop();
    use(2);
    nop();
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{1, 2}", "{2}", "{}");
  }

  @Test
  void aVariableIsDeadBeforeItIsWritten() {
    nop();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, 1);
    nop();
    code.visitVarInsn(ILOAD, 1);
    code.visitInsn(POP);
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{}", "{1}");
  }

  @Test
  void incrementingReads() {
    nop();
    code.visitIincInsn(3, 1);
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{3}");
  }

  @Test
  void aWideVariableIsKnownByItsFirstSlot() {
    nop();
    code.visitVarInsn(LLOAD, 4);
    code.visitInsn(POP2);
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{4}");
  }

  @Test
  void whatIsReadOnOneBranchIsLiveBeforeTheBranch() {
    var other = new Label();
    nop();
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFEQ, other);
    nop();
    use(1);
    code.visitInsn(RETURN);
    code.visitLabel(other);
    nop();
    use(2);
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{0, 1, 2}", "{1}", "{2}");
  }

  @Test
  void whatIsReadOnTheNextRoundIsLiveAtTheEndOfALoop() {
    var loop = new Label();
    var end = new Label();
    code.visitLabel(loop);
    nop();
    use(1);
    code.visitVarInsn(ILOAD, 0);
    code.visitJumpInsn(IFEQ, end);
    code.visitIincInsn(0, -1);
    nop();
    code.visitJumpInsn(GOTO, loop);
    code.visitLabel(end);
    nop();
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{0, 1}", "{0, 1}", "{}");
  }

  @Test
  void everyTargetOfASwitchCounts() {
    var one = new Label();
    var two = new Label();
    var other = new Label();
    nop();
    code.visitVarInsn(ILOAD, 0);
    code.visitTableSwitchInsn(1, 2, other, one, two);
    code.visitLabel(one);
    use(1);
    code.visitLabel(two);
    use(2);
    code.visitLabel(other);
    use(3);
    code.visitInsn(RETURN);

    assertThat(live()).containsExactly("{0, 1, 2, 3}");
  }

  @Test
  void whatAHandlerReadsIsLiveInItsWholeTryBlock() {
    var start = new Label();
    var end = new Label();
    var handler = new Label();
    nop();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, 1);
    code.visitLabel(start);
    nop();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, 1);
    nop();
    code.visitLabel(end);
    code.visitInsn(RETURN);
    code.visitLabel(handler);
    code.visitVarInsn(ASTORE, 2);
    nop();
    code.visitVarInsn(ILOAD, 1);
    code.visitInsn(POP);
    code.visitVarInsn(ALOAD, 2);
    code.visitInsn(ATHROW);
    code.visitTryCatchBlock(start, end, handler, null);

    assertThat(live()).containsExactly("{}", "{1}", "{1}", "{1, 2}");
  }

  @Test
  void afterAnInstructionItsOwnWriteCountsNoMore() {
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, 1);
    nop();
    use(1);
    code.visitVarInsn(ALOAD, 2);
    code.visitInsn(ARETURN);
    code.maxLocals = 3;
    var liveness = new Liveness(code);
    AbstractInsnNode store = code.instructions.get(1);

    assertThat(liveness.before(store)).hasToString("{2}");
    assertThat(liveness.after(store)).hasToString("{1, 2}");
    assertThat(liveness.after(code.instructions.getLast())).hasToString("{}");
  }
}
