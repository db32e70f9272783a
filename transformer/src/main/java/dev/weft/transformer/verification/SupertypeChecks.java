package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.Members.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Checks what the JVM asks of a class's supertypes when it defines it: that they are of the right
 * sort and accessible, neither final nor sealed to others, and that no final method is overridden.
 * What is not found is let pass.
 */
final class SupertypeChecks {

  private final Declared own;
  private final Members members;
  private final Access access;
  private final List<String> problems = new ArrayList<>();

  private SupertypeChecks(Declared own, Hierarchy hierarchy, Access access) {
    this.own = own;
    this.access = access;
    members = hierarchy.members();
  }

  /** What is wrong with the supertypes of a class; empty if nothing is. */
  static List<String> of(Declared own, Hierarchy hierarchy, Access access) {
    var checks = new SupertypeChecks(own, hierarchy, access);
    String parent = own.superName();
    if (parent != null) {
      checks.superclass(parent);
      checks.overridden(parent);
    }
    own.interfaces().forEach(checks::implemented);
    return checks.problems;
  }

  private void superclass(String name) {
    Declared parent = members.of(name);
    if (parent != null && parent.isInterface()) {
      problem("extends " + ClassNames.binary(name) + ", which is an interface");
    } else if (parent != null && (parent.access() & Opcodes.ACC_FINAL) != 0) {
      problem("extends " + ClassNames.binary(name) + ", which is final");
    } else {
      inherited("extends ", name, parent);
    }
  }

  private void implemented(String name) {
    Declared face = members.of(name);
    if (face != null && !face.isInterface()) {
      problem("implements " + ClassNames.binary(name) + ", which is no interface");
    } else {
      inherited("implements ", name, face);
    }
  }

  private void inherited(String how, String name, @Nullable Declared supertype) {
    String obstacle = access.obstacle(Type.getObjectType(name));
    if (obstacle != null) {
      problem(how + ClassNames.binary(name) + ", to which it has no access" + obstacle);
    } else if (supertype != null && !permits(supertype)) {
      problem(how + ClassNames.binary(name) + ", which is sealed and does not permit it");
    }
  }

  private boolean permits(Declared supertype) {
    List<String> permitted = supertype.permitted();
    boolean isNear =
        (own.access() & Opcodes.ACC_PUBLIC) != 0
            || ClassNames.packageOf(own.name()).equals(ClassNames.packageOf(supertype.name()));
    return permitted == null || (isNear && permitted.contains(own.name()));
  }

  /**
   * Static and private methods override nothing, and static and private ones are not overridden.
   */
  private void overridden(String parent) {
    int overridesNothing = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;
    for (Map.Entry<String, Integer> method : own.methods().entrySet()) {
      if ((method.getValue() & overridesNothing) == 0 && !method.getKey().startsWith("<")) {
        Declared finalIn = finalAbove(parent, method.getKey());
        if (finalIn != null) {
          problem(
              "overrides the method "
                  + ClassNames.binary(finalIn.name())
                  + "."
                  + method.getKey()
                  + ", which is final");
        }
      }
    }
  }

  private @Nullable Declared finalAbove(String parent, String method) {
    for (Declared each = members.of(parent); each != null; each = above(each)) {
      int flags = each.methods().getOrDefault(method, 0);
      boolean isFinal =
          (flags & Opcodes.ACC_FINAL) != 0
              && (flags & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
      if (isFinal && access.mayUse(Resolution.certain(each, flags), each.name())) {
        return each;
      }
    }
    return null;
  }

  private @Nullable Declared above(Declared type) {
    return type.superName() == null ? null : members.of(type.superName());
  }

  private void problem(String what) {
    problems.add(own.name() + ": " + what);
  }
}
