package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Moves the values of one suspension point towards the frame: leaves them on the stack, with the
 * frame above, as the frame's save method takes them.
 */
final class Spill {

  private final Code code;
  private final String frameClass;
  private final FrameSpec.Point kept;

  /** The first slot that may be used in between. */
  private final int temporaries;

  Spill(Code code, String frameClass, FrameSpec.Point kept, int temporaries) {
    this.code = code;
    this.frameClass = frameClass;
    this.kept = kept;
    this.temporaries = temporaries;
  }

  /** Stack before: what lay below the suspended call. Stack after: values, frame. */
  void emit(Runnable pushFrame) {
    if (SaveMethodsEmitter.isWide(kept)) {
      fillByHand(pushFrame);
    } else {
      passValues();
      pushFrame.run();
    }
  }

  /** Leaves stack entries where they are if they can be passed on as they are. */
  private void passValues() {
    if (kept.stackIsPlain()) {
      kept.locals().forEach(this::loadLocal);
      return;
    }
    int[] aside = putAside();
    for (int i = 0; i < aside.length; i++) {
      loadAside(aside, i);
    }
    kept.locals().forEach(this::loadLocal);
  }

  /** Too many values for one call: each is put into the frame here. */
  private void fillByHand(Runnable pushFrame) {
    pushFrame.run();
    code.visitVarInsn(Opcodes.ASTORE, temporaries);
    int[] aside = putAside();
    for (int i = 0; i < aside.length; i++) {
      int index = i;
      fill(kept.stack().get(i), () -> loadAside(aside, index));
    }
    for (SpilledValue saved : kept.locals()) {
      fill(saved, () -> loadLocal(saved));
    }
    code.visitVarInsn(Opcodes.ALOAD, temporaries);
  }

  private void fill(SpilledValue saved, Runnable load) {
    FrameField field = saved.field();
    if (field != null) {
      code.visitVarInsn(Opcodes.ALOAD, temporaries);
      load.run();
      code.visitFieldInsn(Opcodes.PUTFIELD, frameClass, field.name(), field.type().getDescriptor());
    }
  }

  private int[] putAside() {
    int[] slots = new int[kept.stack().size()];
    int slot = temporaries + 1;
    for (int i = slots.length - 1; i >= 0; i--) {
      Value value = kept.stack().get(i).value();
      slots[i] = slot;
      if (value.storedType() == null) {
        code.pop(value);
      } else {
        code.store(value, slot);
        slot += value.isWide() ? 2 : 1;
      }
    }
    return slots;
  }

  private void loadAside(int[] slots, int index) {
    Type type = kept.stack().get(index).value().storedType();
    if (type != null) {
      code.load(type, slots[index]);
    }
  }

  private void loadLocal(SpilledValue saved) {
    Type type = saved.value().storedType();
    if (type != null) {
      code.load(type, saved.value().index());
    }
  }
}
