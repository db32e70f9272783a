package dev.weft.transformer;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Checks, without loading anything, what the JVM finds out when code runs for the first time:
 * whether the classes that it names are accessible, and the methods that it calls are there, of the
 * right sort and accessible. Classes whose files are not found are let pass.
 */
final class LinkChecks {

  /** The methods that all classes inherit. */
  private static final Set<String> OBJECTS =
      Set.of(
          "getClass",
          "hashCode",
          "equals",
          "clone",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "finalize");

  private final ClassNode owner;
  private final Hierarchy hierarchy;
  private final Set<String> problems = new LinkedHashSet<>();

  private LinkChecks(ClassNode owner, Hierarchy hierarchy) {
    this.owner = owner;
    this.hierarchy = hierarchy;
  }

  /** What is wrong with the references in a class's code. */
  static List<String> of(ClassNode owner, Hierarchy hierarchy) {
    var checks = new LinkChecks(owner, hierarchy);
    for (MethodNode method : owner.methods) {
      boolean catches = // what is caught is allowed to fail
          method.tryCatchBlocks.stream()
              .anyMatch(block -> "java/lang/IllegalAccessError".equals(block.type));
      for (AbstractInsnNode insn : method.instructions) {
        if (!catches) {
          checks.check(insn, method);
        }
      }
    }
    return List.copyOf(checks.problems);
  }

  private void check(AbstractInsnNode insn, MethodNode in) {
    if (insn instanceof TypeInsnNode type) {
      named(Type.getObjectType(type.desc), in);
    } else if (insn instanceof FieldInsnNode field) {
      named(Type.getObjectType(field.owner), in);
    } else if (insn instanceof LdcInsnNode constant && constant.cst instanceof Type type) {
      namedIn(type, in);
    } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
      namedIn(Type.getMethodType(dynamic.desc), in);
    } else if (insn instanceof MethodInsnNode call && call.owner.charAt(0) != '[') {
      named(Type.getObjectType(call.owner), in);
      kindOfOwner(call, in);
      called(call, in);
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
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT && !hasAccess(element.getInternalName())) {
      problem(in, "names " + element.getClassName() + ", to which it has no access");
    }
  }

  private boolean hasAccess(String name) {
    return isOfPackage(name) || hierarchy.supertypes().mayBePublic(name);
  }

  private boolean isOfPackage(String name) {
    return ClassNames.packageOf(name).equals(ClassNames.packageOf(owner.name));
  }

  /** Whether a call says rightly that its owner is an interface, or is none. */
  private void kindOfOwner(MethodInsnNode call, MethodNode in) {
    boolean known = hierarchy.supertypes().isKnown(call.owner);
    if (known && call.itf != hierarchy.supertypes().isInterface(call.owner)) {
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
    Resolution found = resolve(call);
    if (found.equals(Resolution.UNKNOWN)) {
      return;
    }
    if (found.method == null) {
      problem(in, "calls " + text(call) + ", which is not there");
    } else if (isStatic(found.method) != (call.getOpcode() == Opcodes.INVOKESTATIC)) {
      problem(
          in,
          "calls "
              + text(call)
              + ", which is "
              + (isStatic(found.method) ? "" : "not ")
              + "static");
    } else if (!hasAccess(found.in, found.method)) {
      problem(in, "calls " + text(call) + ", to which it has no access");
    }
  }

  private static String text(MethodInsnNode call) {
    return ClassNames.binary(call.owner) + "." + call.name + call.desc;
  }

  private static boolean isStatic(ClassInfo.Method method) {
    return (method.access() & Opcodes.ACC_STATIC) != 0;
  }

  private boolean hasAccess(String in, ClassInfo.Method method) {
    if ((method.access() & Opcodes.ACC_PRIVATE) != 0) {
      return outermost(in).equals(outermost(owner.name)); // nests are not looked at more closely
    }
    int wider = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
    return (method.access() & wider) != 0 || isOfPackage(in);
  }

  private static String outermost(String name) {
    int at = name.indexOf('$', name.lastIndexOf('/') + 2);
    return at < 0 ? name : name.substring(0, at);
  }

  /** What a call refers to: a method, none, or it cannot be told. */
  private record Resolution(String in, ClassInfo.@Nullable Method method) {
    static final Resolution UNKNOWN = new Resolution("?", null);
    static final Resolution NONE = new Resolution("", null);
  }

  private Resolution resolve(MethodInsnNode call) {
    if (call.owner.equals(owner.name)) {
      for (MethodNode each : owner.methods) {
        if (each.name.equals(call.name) && each.desc.equals(call.desc)) {
          return new Resolution(
              owner.name,
              new ClassInfo.Method(each.access, each.name, each.desc, false, null, null));
        }
      }
    }
    boolean addedByWeaving = call.desc.contains(RuntimeNames.CARRIER_DESC);
    return addedByWeaving && !call.owner.startsWith("dev/weft/")
        ? Resolution.UNKNOWN // the class may be known as it was before
        : resolve(call.owner, call.name + call.desc, new HashSet<>());
  }

  private Resolution resolve(@Nullable String type, String signature, Set<String> seen) {
    boolean constructs = signature.startsWith("<");
    if (type == null || (type.equals("java/lang/Object") && !constructs)) {
      return OBJECTS.contains(signature.substring(0, signature.indexOf('(')))
          ? Resolution.UNKNOWN
          : Resolution.NONE;
    }
    ClassInfo info = hierarchy.classInfo(type);
    if (info == null) {
      return Resolution.UNKNOWN;
    }
    ClassInfo.Method own = info.methods().get(signature);
    if (own != null || constructs) {
      return own == null ? Resolution.NONE : new Resolution(type, own);
    }
    var supertypes = new ArrayList<@Nullable String>(info.interfaces());
    supertypes.add(0, info.superName());
    Resolution result = Resolution.NONE;
    for (String each : supertypes) {
      Resolution found = each == null || seen.add(each) ? resolve(each, signature, seen) : result;
      if (found.method != null) {
        return found;
      }
      result = found.equals(Resolution.UNKNOWN) ? found : result;
    }
    return result;
  }

  private void problem(MethodNode in, String what) {
    problems.add(owner.name + "." + in.name + in.desc + ": " + what);
  }
}
