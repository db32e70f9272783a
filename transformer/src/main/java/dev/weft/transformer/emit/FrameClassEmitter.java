package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the frame class of a method.
 *
 * <pre>
 * final class Owner$m$Frame extends Frame {
 *   int i0; long j0; Object l0; ...
 *   static Owner$m$Frame start(P...)                        // a call that has not started
 *   static Frame save1(live values..., Owner$m$Frame)       // one for each suspension point
 *   static Frame saveAgain1(live values..., Owner$m$Frame)  // the same for a frame filled before
 *   protected int resume(Carrier c) {
 *     int r = Owner.m(this, c);
 *     int how = c.unwinding;
 *     if (how == 0) { c.putInt(r); }
 *     return how;
 *   }
 *   protected Object[] fields() { return new Object[] {"i0", i0, ...}; }
 * }
 * </pre>
 *
 * Filling is out of line here, so that the bodies stay small enough to be inlined. A frame that was
 * filled before most often holds the same references again; the garbage collector has to be told of
 * each that is written, so they are compared first.
 */
public final class FrameClassEmitter {

  /** A method takes at most 255 words; the frame is one of them. */
  private static final int MAX_WORDS = 250;

  private static final int STATIC_SYNTHETIC = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final FrameSpec spec;
  private final AsyncBody body;
  private final String name;
  private final ClassWriter writer = ClassWriters.computingMaxs();

  private FrameClassEmitter(FrameSpec spec) {
    this.spec = spec;
    this.body = spec.analysis().body();
    this.name = spec.className();
  }

  /** The class file of a frame. */
  public static byte[] emit(FrameSpec spec) {
    return new FrameClassEmitter(spec).run();
  }

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
        || !stale(spec, kept).isEmpty();
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
    return holds ? RuntimeNames.HOLDING_FRAME : RuntimeNames.FRAME;
  }

  /** What is passed to the save method: nothing if the body fills the frame itself. */
  private static List<SpilledValue> values(FrameSpec.Point kept) {
    return isWide(kept) ? List.of() : kept.stored();
  }

  private static FrameField field(SpilledValue saved) {
    return Objects.requireNonNull(saved.field());
  }

  /** Emits the call that makes a frame in state 0 of the arguments on the stack. */
  static void callStart(MethodVisitor mv, AsyncBody body) {
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, body.frameName(), "start", startDescriptor(body), false);
  }

  private static String startDescriptor(AsyncBody body) {
    String parameters = body.node().desc.substring(1, body.node().desc.indexOf(')'));
    String receiver = body.isStatic() ? "" : "L" + body.owner().name + ";";
    return "(" + receiver + parameters + ")L" + body.frameName() + ";";
  }

  private byte[] run() {
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        superName(),
        null);
    if (body.owner().sourceFile != null) {
      writer.visitSource(body.owner().sourceFile, null);
    }
    layout();
    for (FrameField field : spec.fields()) {
      writer.visitField(0, field.name(), field.descriptor(), null, null).visitEnd();
    }
    ReceiversEmitter.emit(writer, spec);
    constructor();
    start();
    spec.analysis().points().forEach(this::save);
    resume();
    FieldsEmitter.emit(writer, spec);
    CastsEmitter.emit(writer, spec);
    ReturnedValueEmitter.emitMethods(writer, spec);
    awaitsTask();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void layout() {
    AnnotationVisitor layout = writer.visitAnnotation(RuntimeNames.LAYOUT_DESC, true);
    layout.visit("owner", ClassNames.binary(body.owner().name));
    layout.visit("method", body.node().name);
    layout.visit("descriptor", body.node().desc);
    layout.visit("file", Objects.requireNonNullElse(body.owner().sourceFile, ""));
    AnnotationVisitor points = layout.visitArray("points");
    for (SuspensionPoint point : spec.analysis().points()) {
      AnnotationVisitor each = points.visitAnnotation(null, RuntimeNames.POINT_DESC);
      each.visit("line", point.line());
      each.visit("callee", point.callee());
      AnnotationVisitor saved = each.visitArray("saved");
      for (SpilledValue value : spec.at(point.state()).stored()) {
        saved.visit(null, value.value().name() + "=" + field(value).name());
      }
      saved.visitEnd();
      each.visitEnd();
    }
    points.visitEnd();
    layout.visitEnd();
  }

  private void constructor() {
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_SYNTHETIC, "<init>", "()V", null, null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, superName(), "<init>", "()V", false);
    end(mv, Opcodes.RETURN);
  }

  private String superName() {
    return spec.analysis().holdsMonitors() ? RuntimeNames.HOLDING_FRAME : RuntimeNames.FRAME;
  }

  private void start() {
    MethodVisitor mv =
        writer.visitMethod(STATIC_SYNTHETIC, "start", startDescriptor(body), null, null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, name);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false); // Stack: frame
    for (SpilledValue saved : spec.at(0).locals()) {
      mv.visitInsn(Opcodes.DUP);
      put(mv, field(saved), saved.value().index());
    }
    end(mv, Opcodes.ARETURN);
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
    for (FrameField stale : stale(spec, kept)) {
      clearer.clear(mv, stale, frame);
    }
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    mv.visitLdcInsn(state);
    mv.visitFieldInsn(Opcodes.PUTFIELD, name, "state", "I");
    mv.visitVarInsn(Opcodes.ALOAD, frame);
    end(mv, Opcodes.ARETURN);
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

  /** References of earlier states, which would keep objects from being collected. */
  private static List<FrameField> stale(FrameSpec spec, FrameSpec.Point kept) {
    var stale = new ArrayList<FrameField>();
    for (FrameField field : spec.fields()) {
      if (field.isReference() && !kept.uses(field)) {
        stale.add(field);
      }
    }
    return stale;
  }

  /** Stack before: the frame. */
  private void put(MethodVisitor mv, FrameField field, int slot) {
    mv.visitVarInsn(field.type().getOpcode(Opcodes.ILOAD), slot);
    mv.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
  }

  private void resume() {
    Type result = body.bodyResult();
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNTHETIC,
            "resume",
            "(" + RuntimeNames.CARRIER_DESC + ")I",
            null,
            null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        body.owner().name,
        body.node().name,
        body.resumeDescriptor(),
        body.inInterface());
    if (result.getSize() > 0) {
      mv.visitVarInsn(result.getOpcode(Opcodes.ISTORE), 2);
    }
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.CARRIER, "unwinding", "I");
    mv.visitVarInsn(Opcodes.ISTORE, 4);
    putUnlessUnwinding(mv, result);
    mv.visitVarInsn(Opcodes.ILOAD, 4);
    end(mv, Opcodes.IRETURN);
  }

  /** {@code protected boolean awaitsTask() { return state == 2 || state == 5; }}. */
  private void awaitsTask() {
    List<SuspensionPoint> tasks =
        spec.analysis().points().stream().filter(SuspensionPoint::awaitsTask).toList();
    if (tasks.isEmpty()) {
      return;
    }
    int access = Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNTHETIC;
    MethodVisitor mv = writer.visitMethod(access, "awaitsTask", "()Z", null, null);
    var found = new Label();
    mv.visitCode();
    for (SuspensionPoint point : tasks) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitFieldInsn(Opcodes.GETFIELD, name, "state", "I");
      mv.visitLdcInsn(point.state());
      mv.visitJumpInsn(Opcodes.IF_ICMPEQ, found);
    }
    mv.visitInsn(Opcodes.ICONST_0);
    mv.visitInsn(Opcodes.IRETURN);
    mv.visitLabel(found);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    mv.visitInsn(Opcodes.ICONST_1);
    end(mv, Opcodes.IRETURN);
  }

  /** A dummy is nobody's result. */
  private void putUnlessUnwinding(MethodVisitor mv, Type result) {
    var unwinding = new Label();
    mv.visitVarInsn(Opcodes.ILOAD, 4);
    mv.visitJumpInsn(Opcodes.IFNE, unwinding);
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    boolean hasResult = result.getSize() > 0;
    if (hasResult) {
      mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), 2);
    }
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.CARRIER,
        "put" + Code.suffix(result),
        "(" + (hasResult ? Code.erased(result) : "") + ")V",
        false);
    mv.visitLabel(unwinding);
    mv.visitFrame(
        Opcodes.F_FULL,
        5,
        new Object[] {name, RuntimeNames.CARRIER, Opcodes.TOP, Opcodes.TOP, Opcodes.INTEGER},
        0,
        null);
  }

  private static void end(MethodVisitor mv, int returnOpcode) {
    mv.visitInsn(returnOpcode);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }
}
