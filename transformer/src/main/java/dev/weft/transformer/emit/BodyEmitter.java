package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.Call;
import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.ReturnSite;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What the two bodies of a coroutine have in common.
 *
 * <p>A body is the method's own code with the variables in their own slots, so that it verifies and
 * debugs as written; behind them lie the carrier and what else the body needs. After each
 * suspending call stands one check:
 *
 * <pre>
 *   ..., arguments, room, carrier   // carrier, room for a task method
 *   invoke m(P..., int, Carrier)r   // Stack: ..., r; before it, perhaps a ReceiverCheck
 *   aload carrier; getfield unwinding; ifne SUSPEND_i
 * RESUME_i:
 * </pre>
 *
 * and at the end of the method, out of the way of the code that runs,
 *
 * <pre>
 * SUSPEND_i:                        // Stack: ..., dummy
 *   pop                             // Stack: ...
 *   monitorexit for each monitor held
 *   live locals, the frame
 *   invokestatic Frame.save_i       // or saveAgain_i; Stack: frame
 *   aload carrier; swap; link       // Stack:
 *   return a dummy
 * </pre>
 *
 * Stack entries that are null or not initialised are dropped there; the resumed body makes them
 * anew.
 */
abstract class BodyEmitter {

  static final Type OBJECT = Type.getObjectType("java/lang/Object");

  final MethodAnalysis analysis;
  final FrameSpec spec;
  final AsyncBody body;
  final MethodNode method;
  final Code code;
  final int carrier;

  final Label[] suspends;
  private final ReceiverCheck receivers;
  private final Label stageReturn = new Label();
  private boolean returnsStage;

  BodyEmitter(FrameSpec spec, int access, String descriptor) {
    this.spec = spec;
    analysis = spec.analysis();
    body = analysis.body();
    method = body.node();
    carrier = Math.max(method.maxLocals, 2); // a resumed body finds its own arguments in 0 and 1
    suspends = labels(analysis.points().size() + 1);
    code = new Code(access | Opcodes.ACC_SYNTHETIC, method.name, descriptor);
    receivers = new ReceiverCheck(this, spec);
  }

  static Label[] labels(int count) {
    Label[] labels = new Label[count];
    Arrays.setAll(labels, index -> new Label());
    return labels;
  }

  /** The second slot behind the variables; what it holds depends on the body. */
  final int extra() {
    return carrier + 1;
  }

  /** The first slot for values that are put aside for a few instructions. */
  final int temporaries() {
    return carrier + 2;
  }

  /** Writes the method. */
  final MethodNode emit() {
    method.instructions.resetLabels();
    prologue();
    instructions();
    copies();
    if (returnsStage) {
      stageReturn();
    }
    suspensions();
    method.tryCatchBlocks.forEach(block -> block.accept(code));
    tryCatchBlocks();
    if (method.localVariables != null) {
      localVariables(method.localVariables);
    }
    return code;
  }

  /** What comes before the method's own code. */
  abstract void prologue();

  /** Exception handlers besides the method's own. */
  void tryCatchBlocks() {}

  /** Says which of the method's variables are where, for debuggers. */
  abstract void localVariables(List<LocalVariableNode> variables);

  /** Which variables the body knows to be defined where a frame of the class file stands. */
  abstract BitSet definedAt(FrameNode frame);

  /** The type in this body for a type of the original: they differ for objects made anew. */
  abstract Object mapType(Object type);

  /** Pushes how much stack callees may use. */
  abstract void pushRoom();

  /** What is done where a generator ends. */
  void atEnd() {}

  /** Marks where the body goes on after a suspension. */
  abstract void resumePoint(SuspensionPoint point);

  /** Pushes the frame to fill. */
  abstract void pushFrame();

  /** The frame class's method that fills it. */
  abstract String saveMethod(SuspensionPoint point);

  /** The carrier's method that makes the filled frame the caller of those below it. */
  abstract String linkMethod();

  /** What is done behind a call that takes the place of this body's frame. */
  abstract void afterTailCall();

  /** Emits an instruction that is neither a suspension point, a return nor a frame. */
  void instruction(AbstractInsnNode insn) {
    insn.accept(code);
  }

  /** The label of this body for one of the original. */
  Label label(LabelNode original) {
    return original.getLabel();
  }

  /** What is done behind each element of the method's own code. */
  void written(AbstractInsnNode insn) {}

  /** Code behind the method's own. */
  void copies() {}

  /** The variables of this body alone. */
  abstract LocalTypes addOwn(LocalTypes types);

  private void instructions() {
    for (AbstractInsnNode insn : method.instructions) {
      emit(insn);
      written(insn);
    }
  }

  /** Emits what stands in this body for one element of the original. */
  final void emit(AbstractInsnNode insn) {
    SuspensionPoint point = analysis.pointAt(insn);
    ReturnSite site = analysis.returnAt(insn);
    if (point != null) {
      suspendingCall(point);
    } else if (site != null) {
      returnFrom(site);
    } else if (insn instanceof FrameNode frame) {
      frame(frame);
    } else if (analysis.isWrapping(insn)) {
      code.visitInsn(Opcodes.NOP); // it may be all that a try block holds, and none may be empty
    } else if (!analysis.isFused(insn)) {
      instruction(insn);
    }
  }

  private void frame(FrameNode frame) {
    LocalTypes types =
        new LocalTypes(temporaries()).frame(frame.local, definedAt(frame), this::mapFrameType);
    Object[] stack = frame.stack.stream().map(this::mapFrameType).toArray();
    Object[] locals = addOwn(types).toArray();
    code.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
  }

  private Object mapFrameType(Object type) {
    Object mapped = mapType(type);
    return mapped instanceof LabelNode node ? label(node) : mapped;
  }

  void suspendingCall(SuspensionPoint point) {
    if (point.call().asked()) {
      receivers.ask(point);
    }
    boolean carrierFirst = Kind.takesCarrierFirst(point.call().descriptor());
    if (point.call().goesDeeper() && !carrierFirst) {
      roomFor(point);
    }
    pushCarrier();
    if (carrierFirst) {
      roomFor(point);
    }
    call(point.call()); // Stack: ..., result
    code.carrierField(carrier, "unwinding", "I");
    code.visitJumpInsn(Opcodes.IFNE, suspends[point.state()]);
    resumePoint(point);
  }

  /** Pushes the carrier for a call. */
  void pushCarrier() {
    code.visitVarInsn(Opcodes.ALOAD, carrier);
  }

  /** A call that is linked late has only types that can be named. */
  private void call(Call call) {
    call.accept(code, spec.nameable()::test);
    if (call.how() == Call.How.LATE && !spec.nameable().test(call.result())) {
      CastsEmitter.cast(code, spec, call.result());
    }
  }

  /**
   * Below held monitors there is no limit: an unwinding for the stack alone would give them up
   * where nothing waits, and the stack is needed again to take them.
   */
  private void roomFor(SuspensionPoint point) {
    if (point.holdsMonitors()) {
      code.visitLdcInsn(Integer.MAX_VALUE);
    } else {
      pushRoom();
    }
  }

  private void returnFrom(ReturnSite site) {
    switch (site.way()) {
      case VALUE -> code.visitInsn(Opcodes.ARETURN);
      case END -> {
        atEnd();
        code.visitInsn(Opcodes.RETURN);
      }
      case STAGE -> {
        returnsStage = true;
        code.visitVarInsn(Opcodes.ASTORE, temporaries());
        for (int i = site.below().size() - 1; i >= 0; i--) {
          code.pop(site.below().get(i));
        }
        code.visitJumpInsn(Opcodes.GOTO, stageReturn); // what it fails with is not caught here
      }
    }
  }

  /** A tail call, outside of every try block, that waits for the returned task or generator. */
  private void stageReturn() {
    String stage = Type.getReturnType(method.desc).getInternalName();
    LocalTypes types = addOwn(new LocalTypes(temporaries() + 1)).set(temporaries(), stage);
    code.lineOfJumpTarget(analysis.stageReturnLine(), types.toArray());
    code.label(stageReturn, types.toArray());
    code.visitVarInsn(Opcodes.ALOAD, temporaries());
    ReturnedValueEmitter.emit(
        code, body, body.kind().returned(), this::pushCarrier, this::pushRoom);
    afterTailCall();
    code.visitInsn(body.bodyResult().getOpcode(Opcodes.IRETURN));
  }

  /** All SUSPEND blocks; should one run out of memory, the unwinding is called off. */
  private void suspensions() {
    var start = new Label();
    var end = new Label();
    var abort = new Label();
    code.visitLabel(start);
    receivers.ordinaryCalls();
    analysis.points().forEach(this::suspension);
    code.visitLabel(end);
    if (analysis.points().isEmpty()) {
      return;
    }
    code.label(abort, addOwn(new LocalTypes(temporaries())).toArray(), "java/lang/Throwable");
    stopUnwinding();
    code.visitInsn(Opcodes.ATHROW);
    code.visitTryCatchBlock(start, end, abort, null);
  }

  private void suspension(SuspensionPoint point) {
    Type result = point.call().result();
    FrameSpec.Point kept = spec.at(point.state());
    code.lineOfJumpTarget(point.line(), localsAt(point), stackAt(point));
    code.label(suspends[point.state()], localsAt(point), stackAt(point));
    code.pop(result);
    for (int i = point.monitors().size() - 1; i >= 0; i--) {
      code.visitVarInsn(Opcodes.ALOAD, point.monitors().get(i));
      code.visitInsn(Opcodes.MONITOREXIT);
    }
    new Spill(code, spec.className(), kept, temporaries()).emit(this::pushFrame);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        spec.className(),
        saveMethod(point),
        SaveMethodsEmitter.saveDescriptor(spec, point.state()),
        false); // Stack: frame
    link(point); // Stack:
    code.returnDummy(body.bodyResult());
  }

  /** Stack: frame. Makes it the caller of those below it. */
  void link(SuspensionPoint point) {
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    code.visitInsn(Opcodes.SWAP);
    code.carrierCall(
        point.holdsMonitors() ? "linkHolding" : linkMethod(),
        "(L" + SaveMethodsEmitter.savedType(spec, point.state()) + ";)V");
  }

  /** Calls an unwinding off. */
  void stopUnwinding() {
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    code.carrierCall("stopUnwinding", "()V");
  }

  /** The variables that are known to be defined at a suspension point. */
  final Object[] localsAt(SuspensionPoint point) {
    return addOwn(new LocalTypes(temporaries()).set(point.locals(), this::mapType)).toArray();
  }

  /** The operand stack at a suspension point, with the call's result on top. */
  final Object[] stackAt(SuspensionPoint point) {
    List<Object> types = stackBelow(point);
    Object result = Value.verificationType(point.call().result());
    if (result != null) {
      types.add(result);
    }
    return types.toArray();
  }

  /** The operand stack at a suspension point, below the call's result. */
  final List<Object> stackBelow(SuspensionPoint point) {
    List<Object> types = new ArrayList<>();
    point.stack().forEach(value -> types.add(mapType(value.type())));
    return types;
  }
}
