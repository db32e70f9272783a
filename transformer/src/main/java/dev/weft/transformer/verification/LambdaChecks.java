package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members.Declared;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * Checks what the JDK's {@code LambdaMetafactory} refuses when a lambda is first made: that the
 * method behind it is there, and that its types go with those of the interface's method.
 */
final class LambdaChecks {

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int FLAG_MARKERS = 2;
  private static final int FLAG_BRIDGES = 4;

  private final InvokeDynamicInsnNode site;
  private final Declared own;
  private final Hierarchy hierarchy;
  private final Access access;
  private final Conversions conversions;
  private final List<String> problems = new ArrayList<>();

  private LambdaChecks(
      InvokeDynamicInsnNode site, Declared own, Hierarchy hierarchy, Access access) {
    this.site = site;
    this.own = own;
    this.hierarchy = hierarchy;
    this.access = access;
    conversions = new Conversions(hierarchy.supertypes());
  }

  /** What is wrong with a call that is linked late, if it makes a lambda. */
  static List<String> of(
      InvokeDynamicInsnNode site, Declared own, Hierarchy hierarchy, Access access) {
    var checks = new LambdaChecks(site, own, hierarchy, access);
    if (areFor(site)) {
      int first = isOfJdk(site) ? 0 : 2;
      checks.check(Arrays.asList(site.bsmArgs).subList(first, site.bsmArgs.length));
    }
    return checks.problems;
  }

  /** Whether a call that is linked late makes a lambda. */
  static boolean areFor(InvokeDynamicInsnNode site) {
    return isOfJdk(site)
        || (site.bsm.getOwner().equals(RuntimeNames.LAMBDAS) && site.bsm.getName().equals("link"));
  }

  private static boolean isOfJdk(InvokeDynamicInsnNode site) {
    return site.bsm.getOwner().equals(METAFACTORY);
  }

  private void check(List<Object> arguments) {
    if (arguments.size() < 3
        || !(arguments.get(0) instanceof Type erased && erased.getSort() == Type.METHOD)
        || !(arguments.get(1) instanceof Handle implementation)
        || !(arguments.get(2) instanceof Type instantiated
            && instantiated.getSort() == Type.METHOD)) {
      problem("has arguments that LambdaMetafactory does not take");
      return;
    }
    checkInterface();
    if (resolves(implementation)) {
      checkImplementation(implementation, erased, instantiated);
    }
    checkDescriptor(erased, instantiated);
    bridges(arguments).forEach(bridge -> checkDescriptor(bridge, instantiated));
  }

  private void checkInterface() {
    Type face = Type.getReturnType(site.desc);
    var supertypes = hierarchy.supertypes();
    if (face.getSort() != Type.OBJECT
        || (supertypes.isKnown(face.getInternalName())
            && !supertypes.isInterface(face.getInternalName()))) {
      problem(face.getClassName() + " is no interface");
    }
  }

  /** Whether the method behind the lambda is there; if it is not known, it is taken to be. */
  private boolean resolves(Handle handle) {
    Declared type =
        handle.getOwner().equals(own.name()) ? own : hierarchy.members().of(handle.getOwner());
    if (handle.getOwner().charAt(0) == '[') {
      return true;
    }
    Resolution found =
        Resolution.ofMethod(type, handle.getName() + handle.getDesc(), hierarchy.members());
    String text = ClassNames.binary(handle.getOwner()) + "." + handle.getName() + handle.getDesc();
    if (type != null && type.isInterface() != handle.isInterface()) {
      problem(
          text + " is taken for a method of " + (type.isInterface() ? "a class" : "an interface"));
    } else if (found.in() == null) {
      boolean passes =
          !found.isMissing()
              || new AddedBodies(own, hierarchy).mayHave(handle.getOwner(), handle.getDesc());
      if (!passes) {
        problem(text + " is not there");
      }
      return passes;
    } else if (found.has(Opcodes.ACC_STATIC) != isStatic(handle)) {
      problem(text + " is " + (isStatic(handle) ? "not " : "") + "static");
    } else if (!access.mayUse(found, handle.getOwner())) {
      problem(text + " is not accessible");
    } else {
      return true;
    }
    return false;
  }

  private static boolean isStatic(Handle handle) {
    return handle.getTag() == Opcodes.H_INVOKESTATIC;
  }

  private void checkImplementation(Handle handle, Type erased, Type instantiated) {
    Type[] captured = Type.getArgumentTypes(site.desc);
    Type[] dynamic = instantiated.getArgumentTypes();
    List<Type> taken = new ArrayList<>(List.of(Type.getArgumentTypes(handle.getDesc())));
    boolean constructs = handle.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    boolean receives = !constructs && !isStatic(handle);
    if (receives) {
      taken.add(0, Type.getObjectType(handle.getOwner()));
    }
    int own = dynamic.length;
    if (taken.size() != captured.length + own || own != erased.getArgumentTypes().length) {
      problem(
          "its method takes "
              + taken.size()
              + " arguments, but "
              + captured.length
              + " are captured and "
              + own
              + " passed");
      return;
    }
    for (int i = 0; i < taken.size(); i++) {
      boolean isCaptured = i < captured.length;
      Type given = isCaptured ? captured[i] : dynamic[i - captured.length];
      if (!fits(given, taken.get(i), isCaptured, receives && i == 0)) {
        problem("its method takes " + name(taken.get(i)) + " where it gets " + name(given));
      }
    }
    Type result =
        constructs ? Type.getObjectType(handle.getOwner()) : Type.getReturnType(handle.getDesc());
    Type expected = instantiated.getReturnType();
    if (!expected.equals(Type.VOID_TYPE)
        && (result.equals(Type.VOID_TYPE) || !conversions.adapts(result, expected, false))) {
      problem("its method returns " + name(result) + ", not " + name(expected));
    }
  }

  private boolean fits(Type given, Type taken, boolean isCaptured, boolean isReceiver) {
    if (isReceiver) {
      return given.getSort() >= Type.ARRAY && conversions.isAssignable(given, taken);
    }
    return isCaptured ? given.equals(taken) : conversions.adapts(given, taken, true);
  }

  /** Whether the interface's method, or a bridge of it, can be that of the given types. */
  private void checkDescriptor(Type declared, Type instantiated) {
    Type[] passed = instantiated.getArgumentTypes();
    Type[] erased = declared.getArgumentTypes();
    for (int i = 0; i < Math.min(passed.length, erased.length); i++) {
      if (!conversions.isAssignable(passed[i], erased[i])) {
        problem(name(passed[i]) + " cannot stand for the parameter " + name(erased[i]));
      }
    }
    Type result = instantiated.getReturnType();
    Type expected = declared.getReturnType();
    boolean isVoid = result.equals(Type.VOID_TYPE) || expected.equals(Type.VOID_TYPE);
    if (isVoid ? !result.equals(expected) : !conversions.adapts(result, expected, true)) {
      problem(name(result) + " cannot stand for the result " + name(expected));
    }
  }

  private static List<Type> bridges(List<Object> arguments) {
    var found = new ArrayList<Type>();
    int at = 4;
    Integer flags = number(arguments, 3);
    if (flags == null) {
      return found;
    }
    if ((flags & FLAG_MARKERS) != 0) {
      Integer markers = number(arguments, at);
      at += markers == null ? 1 : 1 + markers;
    }
    Integer count = (flags & FLAG_BRIDGES) == 0 ? null : number(arguments, at);
    for (int i = 1; count != null && i <= count && at + i < arguments.size(); i++) {
      if (arguments.get(at + i) instanceof Type bridge && bridge.getSort() == Type.METHOD) {
        found.add(bridge);
      }
    }
    return found;
  }

  private static @Nullable Integer number(List<Object> arguments, int at) {
    return at < arguments.size() && arguments.get(at) instanceof Integer number ? number : null;
  }

  private static String name(Type type) {
    return type.getClassName();
  }

  private void problem(String what) {
    problems.add("makes a lambda for " + site.name + " that the JDK refuses: " + what);
  }
}
