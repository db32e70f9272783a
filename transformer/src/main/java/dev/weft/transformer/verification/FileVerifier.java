package dev.weft.transformer.verification;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Supertypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/** ASM's verifier with class files in place of classes. What cannot be found is let pass. */
class FileVerifier extends SimpleVerifier {

  private final Supertypes supertypes;
  private final ReceiverRules receivers;

  FileVerifier(ClassNode owner, Hierarchy hierarchy) {
    super(
        Opcodes.ASM9,
        Type.getObjectType(owner.name),
        owner.superName == null ? null : Type.getObjectType(owner.superName),
        owner.interfaces.stream().map(Type::getObjectType).toList(),
        (owner.access & Opcodes.ACC_INTERFACE) != 0);
    supertypes = hierarchy.supertypes();
    receivers = new ReceiverRules(owner, hierarchy);
  }

  @Override
  public @Nullable BasicValue unaryOperation(AbstractInsnNode insn, BasicValue value)
      throws AnalyzerException {
    if (insn.getOpcode() == Opcodes.GETFIELD && value.isReference()) {
      refuse(insn, receivers.ofField((FieldInsnNode) insn, value.getType()));
    }
    return super.unaryOperation(insn, value);
  }

  @Override
  public @Nullable BasicValue binaryOperation(
      AbstractInsnNode insn, BasicValue first, BasicValue second) throws AnalyzerException {
    if (insn.getOpcode() == Opcodes.PUTFIELD && first.isReference()) {
      refuse(insn, receivers.ofField((FieldInsnNode) insn, first.getType()));
    }
    return super.binaryOperation(insn, first, second);
  }

  @Override
  public @Nullable BasicValue naryOperation(
      AbstractInsnNode insn, List<? extends BasicValue> values) throws AnalyzerException {
    boolean hasReceiver =
        insn instanceof MethodInsnNode
            && insn.getOpcode() != Opcodes.INVOKESTATIC
            && values.get(0).isReference();
    if (hasReceiver && insn instanceof MethodInsnNode call && !call.name.equals("<init>")) {
      refuse(insn, receivers.ofCall(call, values.get(0).getType()));
    }
    return super.naryOperation(insn, values);
  }

  /** Throws if there is a problem. */
  static void refuse(AbstractInsnNode insn, @Nullable String problem) throws AnalyzerException {
    if (problem != null) {
      throw new AnalyzerException(insn, problem);
    }
  }

  final ReceiverRules receivers() {
    return receivers;
  }

  /** Asked for only to word a message; no class is loaded for that. */
  @Override
  protected final Class<?> getClass(Type type) {
    return Object.class;
  }

  @Override
  protected final boolean isInterface(Type type) {
    return supertypes.isInterface(type.getInternalName());
  }

  @Override
  protected final @Nullable Type getSuperClass(Type type) {
    String parent = supertypes.superclass(type.getInternalName());
    return parent == null ? null : Type.getObjectType(parent);
  }

  @Override
  protected final boolean isAssignableFrom(Type target, Type source) {
    if (target.equals(source) || target.getInternalName().equals("java/lang/Object")) {
      return true;
    }
    if (target.getSort() == Type.ARRAY || source.getSort() == Type.ARRAY) {
      return arraysFit(target, source);
    }
    return supertypes.isInterface(target.getInternalName())
        || !supertypes.isKnown(source.getInternalName())
        || !supertypes.isKnown(target.getInternalName()) // it may be an interface
        || supertypes.isSubclass(source.getInternalName(), target.getInternalName());
  }

  private boolean arraysFit(Type target, Type source) {
    if (target.getSort() != Type.ARRAY) {
      return supertypes.isInterface(target.getInternalName());
    }
    if (source.getSort() != Type.ARRAY) {
      return false;
    }
    Type wanted = Type.getType(target.getDescriptor().substring(1));
    Type given = Type.getType(source.getDescriptor().substring(1));
    boolean references = wanted.getSort() >= Type.ARRAY && given.getSort() >= Type.ARRAY;
    return references ? isAssignableFrom(wanted, given) : wanted.equals(given);
  }
}
