package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.RuntimeNames;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes into a frame class, for each suspension point,
 *
 * <pre>
 * static Frame save1(live values..., Owner$m$Frame)       // fills a new frame
 * static Frame saveAgain1(live values..., Owner$m$Frame)  // fills one that was filled before
 * </pre>
 *
 * Filling is out of line here, so that the bodies stay small enough to be inlined. A frame that was
 * filled before most often holds the same references again; the garbage collector has to be told of
 * each that is written, so they are compared first.
 */
final class SaveMethodsEmitter {

  /** A method takes at most 255 words; the frame is one of them. */
  private static final int MAX_WORDS = 250;

  private static final int STATIC_SYNTHETIC = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final ClassVisitor writer;
  private final FrameSpec spec;
  private final String name;

  private SaveMethodsEmitter(ClassVisitor writer, FrameSpec spec) {
    this.writer = writer;
    this.spec = spec;
    name = spec.className();
  }

  /** Writes the methods of all suspension points. */
  static void emit(ClassVisitor writer, FrameSpec spec) {
    var emitter = new SaveMethodsEmitter(writer, spec);
    spec.analysis().points().forEach(emitter::save);
  }

  /** Whether a state keeps more values than a method can take. */
  static boolean isWide(FrameSpec.Point kept) {
    return kept.words() > MAX_WORDS;
  }

  /** The method that fills a new frame at a state. */
  static String saveName(int state) {
    return "save" + state;
  }

  /** The method that fills, at a state, a frame that has been filled before. */
  static String saveAgainName(FrameSpec spec, int state) {
    FrameSpec.Point kept = spec.at(state);
    return comparesReferences(spec, kept) ? "saveAgain" + state : saveName(state);
  }

  /** Whether filling a frame again is different from filling a new one. */
  private static boolean comparesReferences(FrameSpec spec, FrameSpec.Point kept) {
    return values(kept).stream().anyMatch(saved -> field(saved).isReference())
        || !spec.cleared(kept).isEmpty();
  }

  /** The descriptor of the method that fills a frame at a state. */
  static String saveDescriptor(FrameSpec spec, int state) {
    var descriptor = new StringBuilder("(");
    for (SpilledValue saved : values(spec.at(state))) {
      descriptor.append(field(saved).descriptor());
    }
    return descriptor
        .append('L')
        .append(spec.className())
        .append(";)L")
        .append(savedType(spec, state))
        .append(';')
        .toString();
  }

  /**
   * The type in which a filled frame is handed on. Its own class would have to be loaded for the
   * bodies to verify.
   */
  static String savedType(FrameSpec spec, int state) {
    boolean holds = spec.analysis().points().get(state - 1).holdsMonitors();
    return holds ? RuntimeNames.MONITOR_FRAME : spec.linkedAs();
  }

  /** What is passed to the save method: nothing if the body fills the frame itself. */
  private static List<SpilledValue> values(FrameSpec.Point kept) {
    return isWide(kept) ? List.of() : kept.stored();
  }

  /** The field in which a value is kept. */
  static FrameField field(SpilledValue saved) {
    return Objects.requireNonNull(saved.field());
  }

  private void save(SuspensionPoint point) {
    FrameSpec.Point kept = spec.at(point.state());
    saveMethod(point.state(), saveName(point.state()), this::put, this::clear);
    if (comparesReferences(spec, kept)) {
      saveMethod(
          point.state(), saveAgainName(spec, point.state()), this::putIfChanged, this::clearIfSet);
    }
  }

  /** Writes one value of a method's parameters into its field. */
  private interface Putter {
    void put(MethodVisitor mv, FrameField field, int frame, int slot);
  }

  /** Writes null into a field. */
  private interface Clearer {
    void clear(MethodVisitor mv, FrameField field, int frame);
  }

  private void saveMethod(int state, String method, Putter putter, Clearer clearer) {
    FrameSpec.Point kept = spec.at(state);
    MethodVisitor mv =
        writer.visitMethod(STATIC_SYNTHETIC, method, saveDescriptor(spec, state), null, null);
    mv.visitCode();
    List<SpilledValue> values = values(kept);
    int frame = 0;
    for (SpilledValue saved : values) {
      frame += field(saved).type().getSize();
    }
    int slot = 0;
    for (SpilledValue saved : values) {
      putter.put(mv, field(saved), frame, slot);
      slot += field(saved).type().getSize();
    }
    for (FrameField stale : spec.cleared(kept)) {
      clearer.clear(mv, stale, frame);
    }
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    mv.visitLdcInsn(state);
    mv.visitFieldInsn(Opcodes.PUTFIELD, name, "state", "I");
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    end(mv);
  }

  private void put(MethodVisitor mv, FrameField field, int frame, int slot) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    put(mv, field, slot);
  }

  private void putIfChanged(MethodVisitor mv, FrameField field, int frame, int slot) {
    if (!field.isReference()) {
      put(mv, field, frame, slot);
      return;
    }
    var same = new Label();
    get(mv, field, frame);
    mv.visitVarInsn(Opcodes.ALOAD, slot);
    mv.visitJumpInsn(Opcodes.IF_ACMPEQ, same);
    put(mv, field, frame, slot);
    mv.visitLabel(same);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private void clear(MethodVisitor mv, FrameField field, int frame) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
  }

  private void clearIfSet(MethodVisitor mv, FrameField field, int frame) {
    var same = new Label();
    get(mv, field, frame);
    mv.visitJumpInsn(Opcodes.IFNULL, same);
    clear(mv, field, frame);
    mv.visitLabel(same);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private void get(MethodVisitor mv, FrameField field, int frame) {
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    mv.visitFieldInsn(Opcodes.GETFIELD, name, field.name(), field.descriptor());
  }

  /** Stack before: the frame. */
  private void put(MethodVisitor mv, FrameField field, int slot) {
    mv.visitVarInsn(field.type().getOpcode(Opcodes.ILOAD), slot);
    mv.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
  }

  private static void end(MethodVisitor mv) {
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
