package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what the frame class of a generator method has because it is the generator:
 *
 * <pre>
 * Owner$m$Frame(boolean isGenerator) { super(isGenerator); }
 * static Generator generator(P...)   // as start(P...), whose frame is none
 * public boolean hasNext() {
 *   if (!beginsStep()) { return hasNextElement(); }
 *   try {
 *     Owner.m(this, null);           // the resumed body, without a carrier
 *   } catch (Throwable thrown) {
 *     throw failedStep(thrown);
 *   }
 *   return endsStep();               // or endsStepOrIsDriven
 * }
 * protected void clear() { l0 = null; ... }
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

  private GeneratorStepEmitter(ClassVisitor writer, FrameSpec spec) {
    this.writer = writer;
    this.spec = spec;
    body = spec.analysis().body();
    name = spec.className();
  }

  /** Emits the call that makes a generator of the arguments on the stack. */
  static void callGenerator(MethodVisitor mv, AsyncBody body) {
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, body.frameName(), "generator", generatorDescriptor(body), false);
  }

  private static String generatorDescriptor(AsyncBody body) {
    String start = FrameClassEmitter.startDescriptor(body);
    return start.substring(0, start.indexOf(')') + 1) + "L" + RuntimeNames.GENERATOR + ";";
  }

  /** Writes the methods, if the method is a generator's. */
  static void emit(ClassVisitor writer, FrameSpec spec) {
    if (spec.isGenerator()) {
      var emitter = new GeneratorStepEmitter(writer, spec);
      emitter.constructor();
      emitter.generator();
      emitter.hasNext();
      emitter.clear();
    }
  }

  /** Stack: frame, whether it is a generator. */
  static void callSuperConstructor(MethodVisitor mv) {
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        RuntimeNames.GENERATOR,
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
    callSuperConstructor(code);
    code.visitInsn(Opcodes.RETURN);
    code.accept(writer);
  }

  private void hasNext() {
    var code = new Code(Opcodes.ACC_PUBLIC | SYNTHETIC, "hasNext", "()Z");
    var general = new Label();
    var start = new Label();
    var end = new Label();
    var thrown = new Label();
    Object[] locals = {name};
    callOnThis(code, "beginsStep", "()Z");
    code.visitJumpInsn(Opcodes.IFEQ, general);
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        body.owner().name,
        body.node().name,
        body.resumeDescriptor(),
        body.inInterface());
    code.visitLabel(end);
    callOnThis(code, needsCarrier() ? "endsStepOrIsDriven" : "endsStep", "()Z");
    code.visitInsn(Opcodes.IRETURN);
    code.label(general, locals);
    callOnThis(code, "hasNextElement", "()Z");
    code.visitInsn(Opcodes.IRETURN);
    code.label(thrown, locals, "java/lang/Throwable");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.SWAP);
    call(code, "failedStep", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    code.visitInsn(Opcodes.ATHROW);
    code.visitTryCatchBlock(start, end, thrown, null);
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

  private void callOnThis(Code code, String method, String descriptor) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    call(code, method, descriptor);
  }

  private void call(Code code, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, method, descriptor, false);
  }
}
