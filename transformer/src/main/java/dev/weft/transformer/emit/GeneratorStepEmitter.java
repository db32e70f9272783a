package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.GeneratorClasses;
import dev.weft.transformer.model.RuntimeNames;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes what the frame class of a generator method has because it is the generator:
 *
 * <pre>
 * Owner$m$Frame(boolean isGenerator) { super(isGenerator); }
 * static Generator generator(P...)   // as start(P...), whose frame is none
 * protected void clear() { l0 = null; ... }
 * public boolean hasNext() {
 *   if (!beginsStep()) { return hasNextElement(); }
 *   try {
 *     Owner.m(this, null);           // the resumed body, without a carrier
 *   } catch (Throwable thrown) {
 *     throw failedStep(thrown);
 *   }
 *   return endsStep();               // or endsStepOrIsDriven
 * }
 * </pre>
 *
 * An async generator has the same with a carrier, where it is going to be driven if its body waits:
 *
 * <pre>
 * public boolean hasNext(int room, Carrier carrier) {
 *   if (!beginsStep(carrier)) { return hasNextElement(carrier); }
 *   try {
 *     Owner.m(this, null);
 *   } catch (Throwable thrown) {
 *     throw failedStep(thrown, carrier);
 *   }
 *   return endsStep(carrier);
 * }
 * public boolean hasNext() { return super.hasNext(); }  // with the mark: both are of one class
 * </pre>
 *
 * Each class has a {@code hasNext} of its own, so that where elements are asked for the JVM sees
 * which method's they are, and compiles in that one's body.
 */
final class GeneratorStepEmitter {

  /** Of a generator: whether it is one, or a mere frame. */
  private static final String CONSTRUCTOR = "(Z)V";

  private static final int SYNTHETIC = Opcodes.ACC_SYNTHETIC;

  /** More fields are cleared by a call, so that the body stays small. */
  private static final int MOST_CLEARED = 12;

  private final ClassVisitor writer;
  private final FrameSpec spec;
  private final AsyncBody body;
  private final String name;

  private final boolean mayWait;

  /** What the calls of a step take behind their own arguments. */
  private final String carrier;

  private GeneratorStepEmitter(ClassVisitor writer, FrameSpec spec, GeneratorClasses generator) {
    this.writer = writer;
    this.spec = spec;
    body = spec.analysis().body();
    name = spec.className();
    mayWait = generator.mayWait();
    carrier = mayWait ? RuntimeNames.ENGINE_CARRIER_DESC : "";
  }

  /** Emits the call that makes a generator of the arguments on the stack. */
  static void callGenerator(MethodVisitor mv, AsyncBody body) {
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, body.frameName(), "generator", generatorDescriptor(body), false);
  }

  private static String generatorDescriptor(AsyncBody body) {
    String type = Type.getReturnType(body.node().desc).getInternalName();
    return FrameClassEmitter.startDescriptor(body, type);
  }

  /** Writes the methods, if the method is a generator's. */
  static void emit(ClassVisitor writer, FrameSpec spec) {
    GeneratorClasses generator = spec.generator();
    if (generator != null) {
      var emitter = new GeneratorStepEmitter(writer, spec, generator);
      emitter.constructor();
      emitter.generator();
      emitter.clear();
      emitter.step();
      if (emitter.mayWait) {
        emitter.hasNext();
        emitter.mark();
      }
    }
  }

  /** Stack: frame, whether it is a generator. */
  static void callSuperConstructor(MethodVisitor mv, FrameSpec spec) {
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        spec.superName(),
        "<init>",
        "(Z" + RuntimeNames.CARRIER_DESC + ")V",
        false);
  }

  private void generator() {
    var code = new Code(Opcodes.ACC_STATIC | SYNTHETIC, "generator", generatorDescriptor(body));
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", CONSTRUCTOR, false);
    FrameClassEmitter.putArguments(code, spec); // Stack: frame
    code.visitInsn(Opcodes.ARETURN);
    code.accept(writer);
  }

  private void constructor() {
    var code = new Code(SYNTHETIC, "<init>", CONSTRUCTOR);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    callSuperConstructor(code, spec);
    code.visitInsn(Opcodes.RETURN);
    code.accept(writer);
  }

  private void step() {
    String descriptor = mayWait ? "(I" + RuntimeNames.CARRIER_DESC + ")Z" : "()Z";
    var code = new Code(Opcodes.ACC_PUBLIC | SYNTHETIC, "hasNext", descriptor);
    var general = new Label();
    var start = new Label();
    var end = new Label();
    var thrown = new Label();
    Object[] locals = locals();
    callOnThis(code, "beginsStep", "Z");
    code.visitJumpInsn(Opcodes.IFEQ, general);
    code.visitLabel(start);
    callBodyAlone(code);
    code.visitLabel(end);
    callOnThis(code, endOfStep(), "Z");
    code.visitInsn(Opcodes.IRETURN);
    code.label(general, locals);
    callOnThis(code, "hasNextElement", "Z");
    code.visitInsn(Opcodes.IRETURN);
    code.label(thrown, locals, "java/lang/Throwable");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.SWAP); // Stack: this, thrown
    loadCarrier(code);
    call(code, "failedStep", "(Ljava/lang/Throwable;" + carrier + ")Ljava/lang/Throwable;");
    code.visitInsn(Opcodes.ATHROW);
    code.visitTryCatchBlock(start, end, thrown, null);
    code.accept(writer);
  }

  private Object[] locals() {
    return mayWait
        ? new Object[] {name, Opcodes.INTEGER, RuntimeNames.CARRIER}
        : new Object[] {name};
  }

  private void callBodyAlone(Code code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        body.owner().name,
        body.node().name,
        body.resumeDescriptor(),
        body.inInterface());
  }

  /** One that has a carrier at hand finds out whether the body has taken it. */
  private String endOfStep() {
    return needsCarrier() && !mayWait ? "endsStepOrIsDriven" : "endsStep";
  }

  private void hasNext() {
    var code = new Code(Opcodes.ACC_PUBLIC | SYNTHETIC, "hasNext", "()Z");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, spec.superName(), "hasNext", "()Z", false);
    code.visitInsn(Opcodes.IRETURN);
    code.accept(writer);
  }

  private void mark() {
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | SYNTHETIC;
    var code = new Code(access, RuntimeNames.WOVEN_MARK, "()V");
    code.visitInsn(Opcodes.RETURN);
    code.accept(writer);
  }

  /** Whether the body may do anything that it needs a carrier for: all but emitting. */
  private boolean needsCarrier() {
    return spec.analysis().returnsStage()
        || !spec.analysis().points().stream().allMatch(point -> point.call().isEmit());
  }

  /**
   * Clears what a frame keeps, where its method ends: not behind the call of the body, where the
   * JVM would no longer see that what is emitted otherwise stays the same.
   *
   * @param frame its variable
   */
  static void clearReferences(Code code, FrameSpec spec, int frame) {
    List<FrameField> references = references(spec);
    if (references.size() > MOST_CLEARED) {
      code.visitVarInsn(Opcodes.ALOAD, frame);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, spec.className(), "clear", "()V", false);
    } else {
      references.forEach(field -> clear(code, spec, frame, field));
    }
  }

  private void clear() {
    List<FrameField> references = references(spec);
    if (references.isEmpty()) {
      return; // as it is inherited
    }
    var code = new Code(Opcodes.ACC_PROTECTED | SYNTHETIC, "clear", "()V");
    references.forEach(field -> clear(code, spec, 0, field));
    code.visitInsn(Opcodes.RETURN);
    code.accept(writer);
  }

  private static List<FrameField> references(FrameSpec spec) {
    return spec.fields().stream().filter(FrameField::isReference).toList();
  }

  private static void clear(Code code, FrameSpec spec, int frame, FrameField field) {
    code.visitVarInsn(Opcodes.ALOAD, frame);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitFieldInsn(Opcodes.PUTFIELD, spec.className(), field.name(), field.descriptor());
  }

  private void loadCarrier(Code code) {
    if (mayWait) {
      code.visitVarInsn(Opcodes.ALOAD, 2);
    }
  }

  private void callOnThis(Code code, String method, String result) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    loadCarrier(code);
    call(code, method, "(" + carrier + ")" + result);
  }

  private void call(Code code, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, method, descriptor, false);
  }
}
