package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members.Declared;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What the verifier asks of the object that an instruction is about, beyond its being of the class
 * that is named: who may use protected members of it, and call methods as {@code super} does.
 */
final class ReceiverRules {

  private static final String OBJECT = "java/lang/Object";

  private final String own;
  private final @Nullable String superName;
  private final List<String> interfaces;
  private final boolean isInterface;
  private final Hierarchy hierarchy;

  ReceiverRules(ClassNode owner, Hierarchy hierarchy) {
    own = owner.name;
    superName = owner.superName;
    interfaces = owner.interfaces;
    isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    this.hierarchy = hierarchy;
  }

  /**
   * What is wrong with the use of an instance's field; null if nothing is.
   *
   * @param receiver the class of the object, as far as it is known
   */
  @Nullable String ofField(FieldInsnNode field, Type receiver) {
    return isInherited(field.owner)
            && isForeignAndProtected(
                Resolution.ofField(
                    declared(field.owner), field.name + ":" + field.desc, hierarchy.members()))
            && !isOwn(receiver)
        ? restricted("field " + ClassNames.binary(field.owner) + "." + field.name)
        : null;
  }

  /**
   * What is wrong with a call of an instance's method; null if nothing is.
   *
   * @param receiver the class of the object, as far as it is known
   */
  @Nullable String ofCall(MethodInsnNode call, Type receiver) {
    String text = "method " + ClassNames.binary(call.owner) + "." + call.name + call.desc;
    if (call.getOpcode() == Opcodes.INVOKESPECIAL) {
      if (!isOfLine(call)) {
        return "calls the "
            + text
            + " as a supertype's, but its class is neither this one, nor a superclass, nor an"
            + " interface that this one names";
      }
      return isInterface || isOwn(receiver)
          ? null
          : "calls the " + text + " as a supertype's of an object of " + receiver.getClassName();
    }
    boolean isCloneOfArray =
        receiver.getSort() == Type.ARRAY && call.owner.equals(OBJECT) && call.name.equals("clone");
    boolean isRestricted =
        call.getOpcode() == Opcodes.INVOKEVIRTUAL
            && isInherited(call.owner)
            && !isCloneOfArray
            && isForeignAndProtected(resolve(call))
            && !isOwn(receiver);
    return isRestricted ? restricted(text) : null;
  }

  /** The same for a constructor that is called for an object that a {@code new} has made. */
  @Nullable String ofNew(MethodInsnNode constructor) {
    return isInherited(constructor.owner) && isForeignAndProtected(resolve(constructor))
        ? "makes an object with the constructor "
            + ClassNames.binary(constructor.owner)
            + constructor.desc
            + ", which is protected: it is there for subclasses' constructors only"
        : null;
  }

  private static String restricted(String member) {
    return "uses the protected "
        + member
        + " of an object that is neither of this class nor of a subclass";
  }

  private Resolution resolve(MethodInsnNode call) {
    return Resolution.ofMethod(declared(call.owner), call.name + call.desc, hierarchy.members());
  }

  private @Nullable Declared declared(String type) {
    return hierarchy.members().of(type);
  }

  private boolean isForeignAndProtected(Resolution member) {
    return member.in() != null
        && member.has(Opcodes.ACC_PROTECTED)
        && !member.has(Opcodes.ACC_STATIC)
        && !ClassNames.packageOf(member.in().name()).equals(ClassNames.packageOf(own));
  }

  /** Whether a class is a superclass. */
  private boolean isInherited(String type) {
    return superName != null && hierarchy.supertypes().isSubclass(superName, type);
  }

  private boolean isOfLine(MethodInsnNode call) {
    return call.owner.equals(own)
        || isInherited(call.owner)
        || interfaces.contains(call.owner)
        || (!call.itf && superName != null && !hierarchy.supertypes().isKnown(superName));
  }

  /** Whether an object is, or may be, one of this class or a subclass. */
  private boolean isOwn(Type receiver) {
    if (receiver.getSort() != Type.OBJECT) {
      return false;
    }
    String name = receiver.getInternalName();
    return name.equals(own)
        || name.equals("null")
        || !hierarchy.supertypes().isKnown(name)
        || hierarchy.supertypes().isSubclass(name, own);
  }
}
