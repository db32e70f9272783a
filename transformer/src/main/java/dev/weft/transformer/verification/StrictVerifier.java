package dev.weft.transformer.verification;

import dev.weft.transformer.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;

/**
 * Checks the operands of single instructions of one method, and tells objects whose constructor has
 * not been called from others.
 */
final class StrictVerifier extends FileVerifier {

  private final ClassNode owner;
  private final MethodNode method;

  StrictVerifier(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
    super(owner, hierarchy);
    this.owner = owner;
    this.method = method;
  }

  /** Whether a value may be where a stack map says what is there. */
  boolean fits(BasicValue value, BasicValue declared) {
    if (declared.equals(BasicValue.UNINITIALIZED_VALUE) || value.equals(declared)) {
      return true;
    }
    boolean comparable = value.isReference() && declared.isReference();
    return comparable
        && !(declared instanceof UninitializedValue)
        && !declared.getType().equals(NULL_TYPE)
        && isSubTypeOf(value, declared);
  }

  /** An initialised object of a class. */
  BasicValue object(String internalName) {
    return Objects.requireNonNull(newValue(Type.getObjectType(internalName)));
  }

  /** The class that the method is in. */
  Type ownType() {
    return Type.getObjectType(owner.name);
  }

  @Override
  protected boolean isSubTypeOf(BasicValue value, BasicValue expected) {
    return !(value instanceof UninitializedValue) && super.isSubTypeOf(value, expected);
  }

  @Override
  public BasicValue newOperation(AbstractInsnNode insn) throws AnalyzerException {
    return insn.getOpcode() == Opcodes.NEW
        ? new UninitializedValue(
            Type.getObjectType(((TypeInsnNode) insn).desc), method.instructions.indexOf(insn))
        : super.newOperation(insn);
  }

  @Override
  public @Nullable BasicValue unaryOperation(AbstractInsnNode insn, BasicValue value)
      throws AnalyzerException {
    int opcode = insn.getOpcode();
    if (value instanceof UninitializedValue
        && (opcode == Opcodes.CHECKCAST || opcode == Opcodes.INSTANCEOF)) {
      throw new AnalyzerException(insn, null, "an initialized object", value);
    }
    return super.unaryOperation(insn, value);
  }

  /**
   * A constructor may write its class's own fields, and compare the object, before it calls another
   * one.
   */
  @Override
  public @Nullable BasicValue binaryOperation(
      AbstractInsnNode insn, BasicValue first, BasicValue second) throws AnalyzerException {
    int opcode = insn.getOpcode();
    boolean compares = opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE;
    if (compares && first.isReference() && second.isReference()) {
      return null; // constructed or not
    }
    boolean early =
        opcode == Opcodes.PUTFIELD
            && first instanceof UninitializedValue value
            && value.isThis()
            && ((FieldInsnNode) insn).owner.equals(owner.name);
    return super.binaryOperation(insn, early ? object(owner.name) : first, second);
  }

  @Override
  public @Nullable BasicValue naryOperation(
      AbstractInsnNode insn, List<? extends BasicValue> values) throws AnalyzerException {
    if (!(insn instanceof MethodInsnNode call) || !call.name.equals("<init>")) {
      return super.naryOperation(insn, values);
    }
    BasicValue receiver = values.get(0);
    if (!(receiver instanceof UninitializedValue value) || !constructs(call.owner, value)) {
      throw new AnalyzerException(insn, "Receiver", "uninitialized " + call.owner, receiver);
    }
    if (!value.isThis()) {
      refuse(insn, receivers().ofNew(call));
    }
    List<BasicValue> initialized = new ArrayList<>(values);
    initialized.set(0, object(call.owner));
    return super.naryOperation(insn, initialized);
  }

  private boolean constructs(String type, UninitializedValue value) {
    return value.isThis()
        ? type.equals(owner.name) || type.equals(owner.superName)
        : type.equals(value.getType().getInternalName());
  }
}
