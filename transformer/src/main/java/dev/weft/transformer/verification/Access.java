package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members.Declared;
import dev.weft.transformer.model.ModuleBoundaries;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Whether a class may name others, and use their members, as the JVM decides it: by packages,
 * nests, subclasses and modules. What cannot be found is let pass.
 */
final class Access {

  private final Declared owner;
  private final Hierarchy hierarchy;
  private final ModuleBoundaries modules;

  Access(Declared owner, Hierarchy hierarchy, ModuleBoundaries modules) {
    this.owner = owner;
    this.hierarchy = hierarchy;
    this.modules = modules;
  }

  /** Why the class, or the class of the array's elements, may not be named; null if it may. */
  @Nullable String obstacle(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() != Type.OBJECT || isOfPackage(element.getInternalName())) {
      return null;
    }
    String name = element.getInternalName();
    if (!hierarchy.supertypes().mayBePublic(name)) {
      return "";
    }
    String module = modules.obstacle(ClassNames.packageOf(name));
    return module == null ? null : ", " + module;
  }

  private boolean isOfPackage(String name) {
    return ClassNames.packageOf(name).equals(ClassNames.packageOf(owner.name()));
  }

  /**
   * Whether a member may be used.
   *
   * @param named the class that the reference names
   */
  boolean mayUse(Resolution member, String named) {
    Declared in = member.in();
    if (in == null || member.has(Opcodes.ACC_PUBLIC)) {
      return true;
    }
    if (member.has(Opcodes.ACC_PRIVATE)) {
      return hierarchy.members().nestHost(in).equals(hierarchy.members().nestHost(owner));
    }
    if (isOfPackage(in.name())) {
      return true;
    }
    if (!member.has(Opcodes.ACC_PROTECTED)) {
      return false;
    }
    return isCloneOfArray(named)
        || (mayDeriveFrom(in.name()) && (member.has(Opcodes.ACC_STATIC) || mayBeOfLine(named)));
  }

  private boolean mayDeriveFrom(String ancestor) {
    var supertypes = hierarchy.supertypes();
    String parent = owner.superName();
    return parent == null || !supertypes.isKnown(parent) || supertypes.isSubclass(parent, ancestor);
  }

  /** Whether a class may be the owner, a superclass or a subclass of it. */
  private boolean mayBeOfLine(String named) {
    var supertypes = hierarchy.supertypes();
    return named.equals(owner.name())
        || mayDeriveFrom(named)
        || !supertypes.isKnown(named)
        || supertypes.isSubclass(named, owner.name());
  }

  private static boolean isCloneOfArray(String named) {
    return named.charAt(0) == '[';
  }
}
