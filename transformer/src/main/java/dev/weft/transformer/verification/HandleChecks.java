package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members.Declared;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Checks what constants that are method handles refer to, bootstrap methods among them: whether it
 * is there, of the right sort and accessible.
 */
final class HandleChecks {

  private final Declared own;
  private final Hierarchy hierarchy;
  private final Access access;
  private final AddedBodies bodies;

  HandleChecks(Declared own, Hierarchy hierarchy, Access access, AddedBodies bodies) {
    this.own = own;
    this.hierarchy = hierarchy;
    this.access = access;
    this.bodies = bodies;
  }

  /** What is wrong with a handle; null if nothing is. */
  @Nullable String problem(Handle handle) {
    String wrong = handle.getTag() <= Opcodes.H_PUTSTATIC ? ofField(handle) : ofMethod(handle);
    return wrong == null
        ? null
        : "has a method handle of "
            + ClassNames.binary(handle.getOwner())
            + "."
            + handle.getName()
            + (handle.getTag() <= Opcodes.H_PUTSTATIC ? ":" : "")
            + handle.getDesc()
            + ", "
            + wrong;
  }

  private @Nullable String ofField(Handle handle) {
    Resolution found =
        Resolution.ofField(
            declared(handle.getOwner()),
            handle.getName() + ":" + handle.getDesc(),
            hierarchy.members());
    int tag = handle.getTag();
    boolean wantsStatic = tag == Opcodes.H_GETSTATIC || tag == Opcodes.H_PUTSTATIC;
    boolean writes = tag == Opcodes.H_PUTFIELD || tag == Opcodes.H_PUTSTATIC;
    String wrong = found.isMissing() ? "which is not there" : ofMember(found, handle, wantsStatic);
    return wrong == null && writes && found.has(Opcodes.ACC_FINAL)
        ? "which writes it though it is final"
        : wrong;
  }

  private @Nullable String ofMethod(Handle handle) {
    Declared type = declared(handle.getOwner());
    if (handle.getOwner().charAt(0) != '['
        && type != null
        && type.isInterface() != handle.isInterface()) {
      return "taken for a method of " + (type.isInterface() ? "a class" : "an interface");
    }
    Resolution found =
        Resolution.ofMethod(type, handle.getName() + handle.getDesc(), hierarchy.members());
    if (found.isMissing()) {
      return bodies.mayHave(handle.getOwner(), handle.getDesc()) ? null : "which is not there";
    }
    return ofMember(found, handle, handle.getTag() == Opcodes.H_INVOKESTATIC);
  }

  private @Nullable String ofMember(Resolution found, Handle handle, boolean wantsStatic) {
    if (found.in() == null) {
      return null;
    }
    if (found.has(Opcodes.ACC_STATIC) != wantsStatic) {
      return "which is " + (wantsStatic ? "not " : "") + "static";
    }
    return access.mayUse(found, handle.getOwner()) ? null : "to which it has no access";
  }

  private @Nullable Declared declared(String type) {
    if (type.charAt(0) == '[') {
      return hierarchy.members().of("java/lang/Object");
    }
    return type.equals(own.name()) ? own : hierarchy.members().of(type);
  }
}
