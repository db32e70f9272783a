package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.InitSite;
import dev.weft.transformer.analysis.Instructions;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.layout.SpilledValue;
import dev.weft.transformer.model.RuntimeNames;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Writes {@code r m(M$Frame, Carrier)}: the same code entered where the frame stands.
 *
 * <pre>
 *   switch (frame.state)
 * ENTRY_i:                          // one for each suspension point
 *   restore the locals that are live; push what lay on the stack
 *   monitorenter for each monitor that was held, and go on with what is called meanwhile
 *   aload carrier; take the result  // throws what the awaited call threw, inside its try blocks
 *   goto RESUME_i
 * ENTRY_0:
 *   restore the parameters
 *   the method's code, which fills the same frame when it suspends again
 *   copies of what is left of a loop's iteration  // RESUME_i inside a loop stands there
 * </pre>
 *
 * It is static: nothing but what is live is kept, and that may exclude the receiver.
 *
 * <p>An object under construction at a suspension ({@code new X(.., await(..))}) cannot be kept.
 * Here its {@code new} only initialises the class and leaves null in the object's place; the object
 * is made just before its constructor is called.
 */
final class ResumeBodyEmitter extends BodyEmitter {

  private final Label[] resumes = labels(analysis.points().size() + 1);
  private final Label[] takeStarts = labels(resumes.length);
  private final Label[] takeEnds = labels(resumes.length);
  private final PeeledCopyEmitter copies = new PeeledCopyEmitter(this);
  private final ResumedVariables variables = new ResumedVariables(this);

  ResumeBodyEmitter(FrameSpec spec) {
    super(
        spec,
        Opcodes.ACC_STATIC | (spec.analysis().body().inInterface() ? Opcodes.ACC_PUBLIC : 0),
        spec.analysis().body().resumeDescriptor());
  }

  @Override
  void prologue() {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ASTORE, extra());
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitVarInsn(Opcodes.ASTORE, carrier);
    Label[] entries = labels(resumes.length);
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitFieldInsn(Opcodes.GETFIELD, spec.className(), "state", "I");
    code.visitTableSwitchInsn(0, entries.length - 1, entries[0], entries);
    Object[] own = addOwn(new LocalTypes(temporaries())).toArray();
    int firstLine = Instructions.firstLine(method);
    code.lineOfJumpTarget(firstLine, own); // what stands before the first line belongs to that, too
    for (SuspensionPoint point : analysis.points()) {
      entry(point, entries[point.state()]);
    }
    code.lineOfJumpTarget(firstLine, own);
    code.label(entries[0], own);
    spec.at(0).locals().forEach(this::restoreLocal);
    variables.begin();
  }

  /** A breakpoint of the line stops here as well, where all that was kept has been restored. */
  private void entry(SuspensionPoint point, Label label) {
    Object[] own = addOwn(new LocalTypes(temporaries())).toArray();
    code.lineOfJumpTarget(point.line(), own);
    code.label(label, own);
    FrameSpec.Point kept = spec.at(point.state());
    kept.locals().forEach(this::restoreLocal);
    kept.stack().forEach(this::restore); // Stack: ...
    if (point.holdsMonitors()) {
      takeMonitors(point);
    }
    Label restored = new Label();
    code.visitLabel(restored);
    if (point.line() > 0) {
      code.visitLineNumber(point.line(), restored);
    }
    take(point); // Stack: ..., result
    code.visitJumpInsn(Opcodes.GOTO, resumes[point.state()]);
    variables.restored(point, restored);
  }

  /** Takes the result of what the frame has waited for. */
  private void take(SuspensionPoint point) {
    if (runsAlone(point)) {
      code.visitVarInsn(Opcodes.ALOAD, extra());
      code.visitVarInsn(Opcodes.ALOAD, carrier);
      code.visitLabel(takeStarts[point.state()]);
      ownCall("resumed", "(" + RuntimeNames.CARRIER_DESC + ")V");
    } else {
      pushCarrier();
      code.visitLabel(takeStarts[point.state()]);
      code.carrierTake(point.call().result());
      CastsEmitter.cast(code, spec, point.call().result());
    }
    code.visitLabel(takeEnds[point.state()]);
  }

  /** Whether a point is reached, and left, without a carrier if the generator runs alone. */
  private boolean runsAlone(SuspensionPoint point) {
    return spec.isGenerator() && point.call().isEmit();
  }

  /** Calls a method that the frame, as a generator, has from its superclass. */
  private void ownCall(String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, spec.className(), method, descriptor, false);
  }

  /** Stack: ..., element. Emits it; that suspends, so what follows is not reached from here. */
  @Override
  void suspendingCall(SuspensionPoint point) {
    if (!runsAlone(point)) {
      super.suspendingCall(point);
      return;
    }
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitInsn(Opcodes.SWAP);
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    ownCall("emit", "(Ljava/lang/Object;" + RuntimeNames.CARRIER_DESC + ")Z");
    code.visitJumpInsn(Opcodes.IFNE, suspends[point.state()]); // always; the rest has to verify
    resumePoint(point);
  }

  /** A generator that runs alone has no carrier until it needs one. */
  @Override
  void pushCarrier() {
    if (!spec.isGenerator()) {
      super.pushCarrier();
      return;
    }
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    ownCall("carrier", "(" + RuntimeNames.CARRIER_DESC + ")" + RuntimeNames.CARRIER_DESC);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ASTORE, carrier);
  }

  /** One that emits hangs on nothing that was made meanwhile. */
  @Override
  void link(SuspensionPoint point) {
    if (runsAlone(point)) {
      code.visitInsn(Opcodes.POP);
    } else {
      super.link(point);
    }
  }

  @Override
  void atEnd() {
    if (spec.isGenerator()) {
      code.visitVarInsn(Opcodes.ALOAD, extra());
      code.visitVarInsn(Opcodes.ALOAD, carrier);
      ownCall("done", "(" + RuntimeNames.CARRIER_DESC + ")V");
      GeneratorStepEmitter.clearReferences(code, spec, extra());
    }
  }

  @Override
  void stopUnwinding() {
    if (!spec.isGenerator()) {
      super.stopUnwinding();
      return;
    }
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    ownCall("stopUnwinding", "(" + RuntimeNames.CARRIER_DESC + ")V");
  }

  /** With its monitors held again, the frame itself goes on with the calls that it waits for. */
  private void takeMonitors(SuspensionPoint point) {
    for (int slot : point.monitors()) {
      code.visitVarInsn(Opcodes.ALOAD, slot);
      code.visitInsn(Opcodes.MONITORENTER);
    }
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitTypeInsn(Opcodes.CHECKCAST, RuntimeNames.MONITOR_FRAME); // as below
    code.carrierCall("resumeCallees", "(L" + RuntimeNames.MONITOR_FRAME + ";)V"); // Stack: ...
    var done = new Label();
    code.carrierField(carrier, "unwinding", "I");
    code.visitJumpInsn(Opcodes.IFEQ, done);
    code.dummy(point.call().result());
    code.visitJumpInsn(Opcodes.GOTO, suspends[point.state()]);
    code.label(done, localsAt(point), stackBelow(point).toArray());
  }

  private void restoreLocal(SpilledValue saved) {
    restore(saved);
    code.store(saved.value(), saved.value().index());
  }

  private void restore(SpilledValue saved) {
    FrameField field = saved.field();
    if (field == null) {
      code.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    code.visitVarInsn(Opcodes.ALOAD, extra());
    code.visitFieldInsn(
        Opcodes.GETFIELD, spec.className(), field.name(), field.type().getDescriptor());
    code.cast(saved.cast());
  }

  /**
   * What the awaited call threw is thrown by the take instruction, so it gets the call's handlers.
   */
  @Override
  void tryCatchBlocks() {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int start = method.instructions.indexOf(block.start);
      int end = method.instructions.indexOf(block.end);
      for (SuspensionPoint point : analysis.points()) {
        int call = method.instructions.indexOf(point.insn());
        if (start <= call && call < end) {
          code.visitTryCatchBlock(
              takeStarts[point.state()],
              takeEnds[point.state()],
              copies.labelFrom(analysis.peeling().of(point), block.handler),
              block.type);
        }
      }
      copies.tryCatchBlock(block);
    }
  }

  @Override
  void localVariables(List<LocalVariableNode> unused) {
    var table = new VariableTable(code);
    variables.writeTo(table);
    copies.writeTo(table);
  }

  @Override
  void written(AbstractInsnNode insn) {
    variables.written(insn);
  }

  @Override
  LocalTypes addOwn(LocalTypes types) {
    return types.set(carrier, RuntimeNames.CARRIER).set(extra(), spec.className());
  }

  @Override
  BitSet definedAt(FrameNode frame) {
    return analysis.liveness().before(frame);
  }

  @Override
  Object mapType(Object type) {
    return Objects.requireNonNullElse(analysis.remadeType(type), type);
  }

  @Override
  void pushRoom() {
    code.maxDepth();
    code.constant(StackUse.words(method));
    code.visitInsn(Opcodes.ISUB);
  }

  @Override
  void resumePoint(SuspensionPoint point) {
    if (copies.isResumedHere(point)) {
      code.label(resumes[point.state()], localsAt(point), stackAt(point));
    }
  }

  @Override
  void copies() {
    variables.end();
    copies.emit();
  }

  @Override
  Label label(LabelNode original) {
    return copies.label(original);
  }

  @Override
  void pushFrame() {
    code.visitVarInsn(Opcodes.ALOAD, extra());
  }

  @Override
  String saveMethod(SuspensionPoint point) {
    return SaveMethodsEmitter.saveAgainName(spec, point.state());
  }

  @Override
  String linkMethod() {
    return "linkAgain";
  }

  @Override
  void afterTailCall() {
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    pushFrame();
    code.visitTypeInsn(Opcodes.CHECKCAST, spec.linkedAs()); // or its class is loaded to verify this
    code.carrierCall("linkCaller", "(L" + spec.linkedAs() + ";)V");
  }

  @Override
  void instruction(AbstractInsnNode insn) {
    InitSite init = analysis.initAt(insn);
    if (init != null) {
      new LateConstruction(code, temporaries()).emit(init);
      return;
    }
    copies.instruction(insn);
    if (analysis.isRemade(insn)) {
      code.visitInsn(Opcodes.POP);
      code.visitInsn(Opcodes.ACONST_NULL); // Stack: ..., null in the object's place
    }
  }
}
