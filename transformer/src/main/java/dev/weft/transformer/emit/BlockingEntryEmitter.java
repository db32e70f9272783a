package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The entry of a suspending method: runs the body to its end, and blocks where that waits. */
final class BlockingEntryEmitter extends EntryEmitter {

  BlockingEntryEmitter(AsyncBody body, boolean virtual) {
    super(body, virtual);
  }

  /**
   * {@code c = Carrier.current(); r = m(P..., MAX_DEPTH, c); return c.unwinding ? c.block() : r}.
   */
  @Override
  void write() {
    Type result = body.bodyResult();
    var suspended = new Label();
    var start = new Label();
    var end = new Label();
    code.visitLabel(start);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.CARRIER,
        "current",
        "()" + RuntimeNames.CARRIER_DESC,
        false);
    code.visitVarInsn(Opcodes.ASTORE, slot);
    callBody(); // Stack: result
    code.visitLabel(end);
    code.carrierField(slot, "unwinding", "I");
    code.visitJumpInsn(Opcodes.IFNE, suspended);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    Object type = Value.verificationType(result);
    code.label(
        suspended,
        locals(RuntimeNames.CARRIER),
        type == null ? new Object[0] : new Object[] {type});
    code.pop(result);
    code.visitVarInsn(Opcodes.ALOAD, slot);
    code.carrierBlock(result);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    explainBetween(start, end);
  }
}
