package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
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
 *   static Frame start(P...)                                // a call that has not started
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
 * That of a generator method extends {@code Generator} or {@code AsyncGenerator}; see {@link
 * GeneratorStepEmitter}.
 */
public final class FrameClassEmitter {

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

  /**
   * Emits the call that makes a frame in state 0 of the arguments on the stack.
   *
   * @param linkedAs the class of the runtime as which it is handed on: its own would have to be
   *     loaded for the caller to verify
   */
  static void callStart(MethodVisitor mv, AsyncBody body, String linkedAs) {
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, body.frameName(), "start", startDescriptor(body, linkedAs), false);
  }

  static String startDescriptor(AsyncBody body, String returned) {
    String parameters = body.node().desc.substring(1, body.node().desc.indexOf(')'));
    String receiver = body.isStatic() ? "" : "L" + body.owner().name + ";";
    return "(" + receiver + parameters + ")L" + returned + ";";
  }

  private byte[] run() {
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        spec.superName(),
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
    SaveMethodsEmitter.emit(writer, spec);
    resume();
    FieldsEmitter.emit(writer, spec);
    CastsEmitter.emit(writer, spec);
    ReturnedValueEmitter.emitMethods(writer, spec);
    awaitsTask();
    GeneratorStepEmitter.emit(writer, spec);
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
        saved.visit(null, value.value().name() + "=" + SaveMethodsEmitter.field(value).name());
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
    if (spec.isGenerator()) {
      mv.visitInsn(Opcodes.ICONST_0);
      GeneratorStepEmitter.callSuperConstructor(mv, spec);
    } else {
      mv.visitMethodInsn(Opcodes.INVOKESPECIAL, spec.superName(), "<init>", "()V", false);
    }
    end(mv, Opcodes.RETURN);
  }

  private void start() {
    String descriptor = startDescriptor(body, spec.linkedAs());
    MethodVisitor mv = writer.visitMethod(STATIC_SYNTHETIC, "start", descriptor, null, null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, name);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false); // Stack: frame
    putArguments(mv, spec);
    end(mv, Opcodes.ARETURN);
  }

  /** Stack: frame, which gets the arguments. */
  static void putArguments(MethodVisitor mv, FrameSpec spec) {
    for (SpilledValue saved : spec.at(0).locals()) {
      FrameField field = SaveMethodsEmitter.field(saved);
      mv.visitInsn(Opcodes.DUP);
      mv.visitVarInsn(field.type().getOpcode(Opcodes.ILOAD), saved.value().index());
      mv.visitFieldInsn(Opcodes.PUTFIELD, spec.className(), field.name(), field.descriptor());
    }
  }

  private void resume() {
    Type result = body.bodyResult();
    MethodVisitor mv =
        writer.visitMethod(
            Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNTHETIC,
            "resume",
            "(" + RuntimeNames.ENGINE_CARRIER_DESC + ")I",
            null,
            null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitTypeInsn(Opcodes.CHECKCAST, RuntimeNames.CARRIER);
    mv.visitVarInsn(Opcodes.ASTORE, 1);
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
