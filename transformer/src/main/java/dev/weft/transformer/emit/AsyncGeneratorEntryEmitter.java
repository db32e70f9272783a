package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Opcodes;

/**
 * The entry of an async generator method: makes a generator, which holds the call not yet started.
 */
final class AsyncGeneratorEntryEmitter extends EntryEmitter {

  AsyncGeneratorEntryEmitter(AsyncBody body, boolean virtual) {
    super(body, virtual);
  }

  @Override
  void write() {
    code.loadParameters(body.isStatic(), body.node().desc);
    FrameClassEmitter.callStart(code, body); // Stack: frame
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.ASYNC_GENERATOR_METHOD,
        "of",
        "(" + RuntimeNames.FRAME_DESC + ")Ljava/lang/Object;",
        false);
    code.visitTypeInsn(Opcodes.CHECKCAST, RuntimeNames.ASYNC_GENERATOR);
    code.visitInsn(Opcodes.ARETURN);
  }
}
