package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeNames;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The entry of a generator method: makes the call's frame, not yet started, which is the generator
 * or, for methods that hold monitors, is held by it.
 */
final class GeneratorEntryEmitter extends EntryEmitter {

  private final boolean isItsOwnFrame;

  GeneratorEntryEmitter(AsyncBody body, boolean isItsOwnFrame) {
    super(body, false); // nothing is called that might be overridden
    this.isItsOwnFrame = isItsOwnFrame;
  }

  @Override
  void write() {
    var start = new Label();
    var end = new Label();
    code.visitLabel(start);
    code.loadParameters(body.isStatic(), body.node().desc);
    if (isItsOwnFrame) {
      GeneratorStepEmitter.callGenerator(code, body); // Stack: generator
    } else {
      holdFrame();
    }
    code.visitLabel(end);
    code.visitInsn(Opcodes.ARETURN);
    explainBetween(start, end);
  }

  private void holdFrame() {
    FrameClassEmitter.callStart(code, body, RuntimeNames.FRAME); // Stack: frame
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Objects.requireNonNull(body.kind().generator()).method(),
        "of",
        "(" + RuntimeNames.FRAME_DESC + ")Ljava/lang/Object;",
        false);
    code.visitTypeInsn(Opcodes.CHECKCAST, Type.getReturnType(body.node().desc).getInternalName());
  }
}
