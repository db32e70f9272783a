package dev.weft.transformer.verification;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.Members.Declared;
import dev.weft.transformer.model.ModuleBoundaries;
import dev.weft.transformer.model.RuntimeNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Checks, without loading anything, what the JVM finds out when it defines a class, and when code
 * runs for the first time: whether its supertypes let it be, the classes that it names are
 * accessible, and the fields and methods that it uses are there, of the right sort and accessible.
 * Classes whose files are not found are let pass, and so is code that catches what the JVM would
 * throw.
 */
public final class LinkChecks {

  private static final Set<String> CAUGHT =
      Set.of(
          "java/lang/Error",
          "java/lang/LinkageError",
          "java/lang/AbstractMethodError",
          "java/lang/IncompatibleClassChangeError",
          "java/lang/InstantiationError",
          "java/lang/IllegalAccessError",
          "java/lang/NoClassDefFoundError",
          "java/lang/NoSuchFieldError",
          "java/lang/NoSuchMethodError");

  private final ClassNode owner;
  private final Declared own;
  private final Hierarchy hierarchy;
  private final Access access;
  private final AddedBodies bodies;
  private final HandleChecks handles;
  private final Set<String> problems = new LinkedHashSet<>();

  private LinkChecks(ClassNode owner, Declared own, Hierarchy hierarchy, ModuleBoundaries modules) {
    this.owner = owner;
    this.own = own;
    this.hierarchy = hierarchy;
    access = new Access(own, hierarchy, modules);
    bodies = new AddedBodies(own, hierarchy);
    handles = new HandleChecks(own, hierarchy, access, bodies);
  }

  /**
   * What is wrong with the references in a class's code.
   *
   * @param own what the class declares
   */
  public static List<String> of(
      ClassNode owner, Declared own, Hierarchy hierarchy, ModuleBoundaries modules) {
    var checks = new LinkChecks(owner, own, hierarchy, modules);
    checks.problems.addAll(SupertypeChecks.of(own, hierarchy, checks.access));
    for (MethodNode method : owner.methods) {
      checks.handlers(method);
      for (AbstractInsnNode insn : method.instructions) {
        if (insn.getOpcode() >= 0 && !isCaught(insn, method)) {
          checks.check(insn, method);
        }
      }
    }
    return List.copyOf(checks.problems);
  }

  /** Whether what the JVM throws at an instruction that does not link is caught. */
  private static boolean isCaught(AbstractInsnNode insn, MethodNode method) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int at = method.instructions.indexOf(insn);
      if (block.type != null
          && CAUGHT.contains(block.type)
          && !isThrownAgain(block)
          && method.instructions.indexOf(block.start) <= at
          && at < method.instructions.indexOf(block.end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a handler is one of the weaver's, which only explains what it has caught. */
  private static boolean isThrownAgain(TryCatchBlockNode block) {
    AbstractInsnNode first = block.handler;
    while (first != null && first.getOpcode() < 0) {
      first = first.getNext();
    }
    return first instanceof MethodInsnNode call && call.name.equals(RuntimeNames.MISSING);
  }

  /** What a handler catches is looked up when something is thrown. */
  private void handlers(MethodNode in) {
    for (TryCatchBlockNode block : in.tryCatchBlocks) {
      if (block.type != null) {
        named(Type.getObjectType(block.type), in);
        if (hierarchy.supertypes().isKnown(block.type)
            && !hierarchy.supertypes().isSubclass(block.type, "java/lang/Throwable")) {
          problem(in, "catches " + ClassNames.binary(block.type) + ", which cannot be thrown");
        }
      }
    }
  }

  private void check(AbstractInsnNode insn, MethodNode in) {
    if (insn instanceof TypeInsnNode type) {
      named(Type.getObjectType(type.desc), in);
      if (insn.getOpcode() == Opcodes.NEW) {
        instantiated(type.desc, in);
      }
    } else if (insn instanceof MultiANewArrayInsnNode array) {
      named(Type.getType(array.desc), in);
    } else if (insn instanceof FieldInsnNode field) {
      named(Type.getObjectType(field.owner), in);
      used(field, in);
    } else if (insn instanceof LdcInsnNode load) {
      constant(load.cst, in);
    } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
      linkedLate(dynamic, in);
    } else if (insn instanceof MethodInsnNode call && call.owner.charAt(0) != '[') {
      named(Type.getObjectType(call.owner), in);
      kindOfOwner(call, in);
      called(call, in);
    }
  }

  private void instantiated(String type, MethodNode in) {
    Declared made = declared(type);
    if (made != null && (made.access() & Opcodes.ACC_ABSTRACT) != 0) {
      problem(in, "makes an object of " + ClassNames.binary(type) + ", which is abstract");
    }
  }

  private void linkedLate(InvokeDynamicInsnNode dynamic, MethodNode in) {
    namedIn(Type.getMethodType(dynamic.desc), in);
    constant(dynamic.bsm, in);
    if (LambdaChecks.areFor(dynamic)) {
      for (String problem : LambdaChecks.of(dynamic, own, hierarchy, access)) {
        problem(in, problem);
      }
    } else {
      for (Object argument : dynamic.bsmArgs) {
        constant(argument, in);
      }
    }
  }

  /** A class, a method type, a method handle, or what a bootstrap method makes of such. */
  private void constant(Object constant, MethodNode in) {
    if (constant instanceof Type type) {
      namedIn(type, in);
    } else if (constant instanceof Handle handle) {
      named(Type.getObjectType(handle.getOwner()), in);
      String problem = handles.problem(handle);
      if (problem != null) {
        problem(in, problem);
      }
    } else if (constant instanceof ConstantDynamic made) {
      namedIn(Type.getType(made.getDescriptor()), in);
      constant(made.getBootstrapMethod(), in);
      for (int i = 0; i < made.getBootstrapMethodArgumentCount(); i++) {
        constant(made.getBootstrapMethodArgument(i), in);
      }
    }
  }

  private void namedIn(Type type, MethodNode in) {
    if (type.getSort() == Type.METHOD) {
      named(type.getReturnType(), in);
      for (Type argument : type.getArgumentTypes()) {
        named(argument, in);
      }
    } else {
      named(type, in);
    }
  }

  private void named(Type type, MethodNode in) {
    String obstacle = access.obstacle(type);
    if (obstacle != null) {
      Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
      problem(in, "names " + element.getClassName() + ", to which it has no access" + obstacle);
    }
  }

  private void used(FieldInsnNode field, MethodNode in) {
    Resolution found =
        Resolution.ofField(declared(field.owner), field.name + ":" + field.desc, members());
    String text =
        "uses the field " + ClassNames.binary(field.owner) + "." + field.name + ":" + field.desc;
    boolean isStatic =
        field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
    if (found.isMissing()) {
      problem(in, text + ", which is not there");
    } else if (found.in() == null) {
      return;
    } else if (found.has(Opcodes.ACC_STATIC) != isStatic) {
      problem(in, text + ", which is " + (isStatic ? "not " : "") + "static");
    } else if (!access.mayUse(found, field.owner)) {
      problem(in, text + ", to which it has no access");
    } else if (writes(field) && !mayWrite(found, in, isStatic)) {
      problem(in, "writes" + text.substring("uses".length()) + ", which is final");
    }
  }

  private static boolean writes(FieldInsnNode field) {
    return field.getOpcode() == Opcodes.PUTFIELD || field.getOpcode() == Opcodes.PUTSTATIC;
  }

  /** Final fields are written by their class, since Java 9 only where it is initialised. */
  private boolean mayWrite(Resolution field, MethodNode in, boolean isStatic) {
    if (!field.has(Opcodes.ACC_FINAL)) {
      return true;
    }
    boolean ofOwner = field.in() != null && field.in().name().equals(owner.name);
    return ofOwner
        && ((owner.version & 0xFFFF) < Opcodes.V9
            || in.name.equals(isStatic ? "<clinit>" : "<init>"));
  }

  /** Whether a call says rightly that its owner is an interface, or is none. */
  private void kindOfOwner(MethodInsnNode call, MethodNode in) {
    Declared type = declared(call.owner);
    if (type != null && call.itf != type.isInterface()) {
      problem(
          in,
          "calls "
              + text(call)
              + " as a method of "
              + (call.itf
                  ? "an interface, which that class is not"
                  : "a class, but it is an interface"));
    }
  }

  private void called(MethodInsnNode call, MethodNode in) {
    Resolution found = Resolution.ofMethod(declared(call.owner), call.name + call.desc, members());
    boolean calledStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    if (found.isMissing()) {
      if (!bodies.mayHave(call.owner, call.desc)) {
        problem(in, "calls " + text(call) + ", which is not there");
      }
    } else if (found.in() == null) {
      return;
    } else if (found.has(Opcodes.ACC_STATIC) != calledStatic) {
      problem(in, "calls " + text(call) + ", which is " + (calledStatic ? "not " : "") + "static");
    } else if (!access.mayUse(found, call.owner)) {
      problem(in, "calls " + text(call) + ", to which it has no access");
    } else {
      selected(call, found, in);
    }
  }

  /** What would run, as far as it does not depend on the object. */
  private void selected(MethodInsnNode call, Resolution resolved, MethodNode in) {
    Resolution selected = resolved;
    boolean isOfSuper = call.getOpcode() == Opcodes.INVOKESPECIAL && !call.name.equals("<init>");
    if (isOfSuper && !call.itf && !call.owner.equals(owner.name) && owner.superName != null) {
      selected = Resolution.ofMethod(declared(owner.superName), call.name + call.desc, members());
    }
    Declared named = declared(call.owner);
    boolean mayBeOverridden =
        !isOfSuper
            && named != null
            && (named.isInterface() || (named.access() & Opcodes.ACC_ABSTRACT) != 0);
    boolean isAbstract =
        isOfSuper && selected.isCertain() && selected.has(Opcodes.ACC_ABSTRACT) && !isBridge(in);
    if (isAbstract) {
      problem(in, "calls " + text(call) + " as a supertype's, which is abstract");
    } else if (selected.isAmbiguous() && !mayBeOverridden) {
      problem(
          in,
          "calls " + text(call) + ", which several interfaces implement and no class overrides");
    }
  }

  /** Compilers make bridges to abstract methods, which every subclass overrides. */
  private static boolean isBridge(MethodNode method) {
    return (method.access & Opcodes.ACC_BRIDGE) != 0;
  }

  private static String text(MethodInsnNode call) {
    return ClassNames.binary(call.owner) + "." + call.name + call.desc;
  }

  private Members members() {
    return hierarchy.members();
  }

  /** The class itself as it is now, others as their files have them. */
  private @Nullable Declared declared(String type) {
    if (type.charAt(0) == '[') {
      return members().of("java/lang/Object");
    }
    return type.equals(owner.name) ? own : members().of(type);
  }

  private void problem(MethodNode in, String what) {
    problems.add(owner.name + "." + in.name + in.desc + ": " + what);
  }
}
