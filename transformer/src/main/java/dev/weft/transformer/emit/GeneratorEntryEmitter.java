package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Opcodes;

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
    code.loadParameters(body.isStatic(), body.node().desc);
    if (isItsOwnFrame) {
      GeneratorStepEmitter.callGenerator(code, body); // Stack: generator
    } else {
      FrameClassEmitter.callStart(code, body); // Stack: frame
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.GENERATOR_METHOD,
          "of",
          "(" + RuntimeNames.FRAME_DESC + ")Ljava/lang/Object;",
          false);
      code.visitTypeInsn(Opcodes.CHECKCAST, RuntimeNames.GENERATOR);
    }
    code.visitInsn(Opcodes.ARETURN);
  }
}
