package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** The loops of small methods; each is written as its header and its body. */
@Timeout(60)
class LoopsTest {

  private final MethodNode code = new MethodNode(Opcodes.ACC_STATIC, "m", "()V", null, null);
  private final Label first = new Label();
  private final Label second = new Label();
  private final Label end = new Label();

  private List<String> loops() {
    return Loops.of(new ControlFlow(code)).stream()
        .map(loop -> loop.header() + ": " + loop.body())
        .toList();
  }

  private void branchTo(Label target) {
    code.visitInsn(ICONST_0);
    code.visitJumpInsn(IFEQ, target);
  }

  @Test
  void straightCodeHasNone() {
    branchTo(end);
    code.visitInsn(NOP);
    code.visitLabel(end);
    code.visitInsn(RETURN);

    assertThat(loops()).isEmpty();
  }

  @Test
  void aLoopIsWhatReachesTheEdgeBack() {
    code.visitInsn(NOP); // 0
    code.visitLabel(first);
    branchTo(end); // 1, 2
    code.visitInsn(NOP); // 3
    code.visitJumpInsn(GOTO, first); // 4
    code.visitLabel(end);
    code.visitInsn(RETURN);

    assertThat(loops()).containsExactly("1: {1, 2, 3, 4}");
  }

  @Test
  void anInnerLoopComesBeforeTheOneAroundIt() {
    code.visitLabel(first);
    branchTo(end); // 0, 1
    code.visitLabel(second);
    branchTo(second); // 2, 3
    code.visitJumpInsn(GOTO, first); // 4
    code.visitLabel(end);
    code.visitInsn(RETURN);

    assertThat(loops()).containsExactly("2: {2, 3}", "0: {0, 1, 2, 3, 4}");
  }

  @Test
  void twoEdgesToOneHeaderAreOneLoop() {
    code.visitLabel(first);
    branchTo(first); // 0, 1
    code.visitInsn(NOP); // 2
    branchTo(first); // 3, 4
    code.visitInsn(RETURN);

    assertThat(loops()).containsExactly("0: {0, 1, 2, 3, 4}");
  }

  @Test
  void aHandlerInTheLoopBelongsToIt() {
    var handler = new Label();
    code.visitTryCatchBlock(second, end, handler, null);
    code.visitLabel(first);
    code.visitLabel(second);
    code.visitInsn(NOP); // 0
    code.visitLabel(end);
    code.visitInsn(RETURN); // 1
    code.visitLabel(handler);
    code.visitInsn(POP); // 2
    code.visitJumpInsn(GOTO, first); // 3

    assertThat(loops()).containsExactly("0: {0, 2, 3}");
  }

  @Test
  void aHandlerThatOnlyThrowsIsOutside() {
    var handler = new Label();
    code.visitTryCatchBlock(first, end, handler, null);
    code.visitLabel(first);
    branchTo(first); // 0, 1
    code.visitLabel(end);
    code.visitInsn(RETURN);
    code.visitLabel(handler);
    code.visitInsn(ATHROW);

    assertThat(loops()).containsExactly("0: {0, 1}");
  }

  @Test
  void aLoopWithTwoWaysInMakesTheMethodIrreducible() {
    branchTo(second); // into the middle
    code.visitLabel(first);
    code.visitInsn(NOP);
    code.visitLabel(second);
    branchTo(first);
    code.visitInsn(RETURN);

    assertThat(loops()).isEmpty();
  }

  @Test
  void whatCannotBeReachedIsLeftOut() {
    code.visitLabel(first);
    branchTo(first); // 0, 1
    code.visitInsn(RETURN);
    code.visitLabel(second);
    code.visitJumpInsn(GOTO, second);

    assertThat(loops()).containsExactly("0: {0, 1}");
  }
}
