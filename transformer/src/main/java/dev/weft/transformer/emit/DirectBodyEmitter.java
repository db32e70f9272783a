package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.Slots;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LocalVariableNode;

/**
 * Writes {@code r m(P..., int, Carrier)}: the body that calls pass through as long as nothing
 * suspends. It allocates nothing; only when a callee unwinds is a frame made.
 *
 * <pre>
 *   aload (its parameter); astore carrier; iload (the one beside it); istore room
 *   if room is negative: startLater(Frame.start(P...)) and return a dummy
 *   the method's code
 * </pre>
 */
final class DirectBodyEmitter extends BodyEmitter {

  /** The flags that a body takes over from its method. */
  static final int ACCESS =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_PROTECTED
          | Opcodes.ACC_PRIVATE
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_SYNCHRONIZED
          | Opcodes.ACC_STRICT;

  private final boolean usesRoom;
  private final Label beginning = new Label();
  private final int parameterSlots;

  DirectBodyEmitter(FrameSpec spec) {
    super(
        spec,
        spec.analysis().body().node().access & ACCESS,
        spec.analysis().body().bodyDescriptor());
    // a task that starts others calls their ordinary methods, by which the stack grows as well
    usesRoom = analysis.goesDeeper() || body.kind().holdsFailures();
    parameterSlots = Slots.arguments(method.desc, body.isStatic());
  }

  @Override
  void prologue() {
    code.visitLabel(beginning);
    takeParameters();
    if (usesRoom) {
      roomCheck();
    }
  }

  /** Both are loaded first: the slots that they come from and go to may be the same. */
  private void takeParameters() {
    if (usesRoom) {
      code.visitVarInsn(Opcodes.ILOAD, body.roomSlot());
    }
    code.visitVarInsn(Opcodes.ALOAD, body.carrierSlot());
    code.visitVarInsn(Opcodes.ASTORE, carrier);
    if (usesRoom) {
      code.visitVarInsn(Opcodes.ISTORE, extra());
    }
  }

  /** Parameters are there from the first instruction on, where a step into the method stops. */
  @Override
  void localVariables(List<LocalVariableNode> variables) {
    var table = new VariableTable(code);
    for (LocalVariableNode each : variables) {
      boolean isParameter =
          each.index < parameterSlots && isAtStart(each.start) && !isAtStart(each.end);
      table.add(each, isParameter ? beginning : each.start.getLabel(), each.end.getLabel());
    }
  }

  private boolean isAtStart(AbstractInsnNode label) {
    AbstractInsnNode each = label;
    while (each != null && each.getOpcode() < 0) {
      each = each.getPrevious();
    }
    return each == null;
  }

  private LocalTypes atStart() {
    return addOwn(
        new LocalTypes(temporaries()).parameters(body.owner().name, body.isStatic(), method.desc));
  }

  private void roomCheck() {
    var enough = new Label();
    code.visitVarInsn(Opcodes.ILOAD, extra());
    code.visitJumpInsn(Opcodes.IFGE, enough);
    code.visitVarInsn(Opcodes.ALOAD, carrier);
    code.loadParameters(body.isStatic(), method.desc);
    FrameClassEmitter.callStart(code, body, spec.linkedAs()); // Stack: carrier, frame
    code.carrierCall("startLater", "(L" + spec.linkedAs() + ";)V");
    code.returnDummy(body.bodyResult());
    code.label(enough, atStart().toArray());
  }

  @Override
  LocalTypes addOwn(LocalTypes types) {
    types.set(carrier, RuntimeNames.CARRIER);
    return usesRoom ? types.set(extra(), Opcodes.INTEGER) : types;
  }

  @Override
  BitSet definedAt(FrameNode frame) {
    var all = new BitSet();
    all.set(0, carrier);
    return all;
  }

  @Override
  Object mapType(Object type) {
    return type instanceof Label label ? analysis.allocationLabel(label) : type;
  }

  @Override
  void pushRoom() {
    code.visitVarInsn(Opcodes.ILOAD, extra());
    code.constant(StackUse.words(method));
    code.visitInsn(Opcodes.ISUB);
  }

  @Override
  void resumePoint(SuspensionPoint point) {}

  @Override
  void pushFrame() {
    code.visitTypeInsn(Opcodes.NEW, spec.className());
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, spec.className(), "<init>", "()V", false);
  }

  @Override
  String saveMethod(SuspensionPoint point) {
    return SaveMethodsEmitter.saveName(point.state());
  }

  @Override
  String linkMethod() {
    return "link";
  }

  @Override
  void afterTailCall() {}
}
