package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.Slots;
import dev.weft.transformer.model.TaskAdapter;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * One method that is to become a coroutine.
 *
 * @param owner its class
 * @param node the method as it was written
 * @param kind which kind of coroutine
 * @param adapter what makes its return type task-like; null for types that the weaver knows
 * @param frameName internal name of its frame class
 * @param isLinked whether it is a lambda's code whose body the lambda is linked to, by a method
 *     handle
 */
public record AsyncBody(
    ClassNode owner,
    MethodNode node,
    Kind kind,
    @Nullable TaskAdapter adapter,
    String frameName,
    boolean isLinked) {

  /** Whether it has no receiver. */
  public boolean isStatic() {
    return (node.access & Opcodes.ACC_STATIC) != 0;
  }

  /** Whether its class is an interface. */
  public boolean inInterface() {
    return (owner.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** Whether it has code. */
  public boolean hasCode() {
    return (node.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
  }

  /** The descriptor of the body that takes the parameters, room on the stack and a carrier. */
  public String bodyDescriptor() {
    return kind.bodyDescriptor(node.desc);
  }

  /** A method of the class that was written with the signature that the body is to have. */
  public @Nullable MethodNode inPlaceOfBody() {
    String descriptor = bodyDescriptor();
    for (MethodNode each : owner.methods) {
      if (each.name.equals(node.name) && each.desc.equals(descriptor)) {
        return each;
      }
    }
    return null;
  }

  /** The descriptor of the body that takes a frame and a carrier. */
  public String resumeDescriptor() {
    return "(L" + frameName + ";" + RuntimeNames.CARRIER_DESC + ")" + bodyResult().getDescriptor();
  }

  /** What both bodies return. */
  public Type bodyResult() {
    return kind.bodyResult(node.desc);
  }

  /** The first slot behind the parameters. */
  public int parameterSlots() {
    return Slots.arguments(node.desc, isStatic());
  }

  /** The slot, in the direct body, of how much stack may be used. */
  public int roomSlot() {
    return parameterSlots() + (takesCarrierFirst() ? 1 : 0);
  }

  /** The slot of the carrier in the direct body. */
  public int carrierSlot() {
    return parameterSlots() + (takesCarrierFirst() ? 0 : 1);
  }

  /** Whether the direct body takes the carrier before the stack that is left. */
  public boolean takesCarrierFirst() {
    return Kind.takesCarrierFirst(bodyDescriptor());
  }

  /** Whether its parameters leave room for those that a body has besides. */
  public boolean canHaveBody() {
    return isLinked
        ? Slots.allowBodyHandle(node.desc, isStatic())
        : Slots.allowBody(node.desc, isStatic());
  }

  /** {@code pkg.Owner.method}, for messages. */
  public String displayName() {
    return ClassNames.binary(owner.name) + "." + node.name;
  }
}
