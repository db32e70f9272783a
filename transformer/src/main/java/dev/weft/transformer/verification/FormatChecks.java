package dev.weft.transformer.verification;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Checks the declarations of a class file, as the JVM does when it reads one. */
public final class FormatChecks {

  private static final int MOST_ARGUMENT_WORDS = 255;

  private final ClassNode tree;
  private final int version;
  private final boolean isInterface;
  private final List<String> problems = new ArrayList<>();

  private FormatChecks(ClassNode tree) {
    this.tree = tree;
    version = tree.version & 0xFFFF;
    isInterface = has(tree.access, Opcodes.ACC_INTERFACE);
  }

  /** What is wrong with the declarations; empty if nothing is. */
  public static List<String> of(ClassNode tree) {
    var checks = new FormatChecks(tree);
    checks.header();
    checks.fields();
    checks.methods();
    return checks.problems;
  }

  private static boolean has(int access, int flag) {
    return (access & flag) != 0;
  }

  private void header() {
    boolean since5 = version >= Opcodes.V1_5;
    boolean isFinal = has(tree.access, Opcodes.ACC_FINAL);
    int ofClasses = Opcodes.ACC_SUPER | Opcodes.ACC_ENUM;
    boolean illegal =
        isInterface
            ? !has(tree.access, Opcodes.ACC_ABSTRACT)
                || isFinal
                || (since5 && has(tree.access, ofClasses))
            : (isFinal && has(tree.access, Opcodes.ACC_ABSTRACT))
                || (since5 && has(tree.access, Opcodes.ACC_ANNOTATION));
    if (illegal) {
      problem("", "has flags that exclude one another: " + hex(tree.access));
    }
    if (isInterface && !"java/lang/Object".equals(tree.superName)) {
      problem("", "is an interface with the superclass " + tree.superName);
    }
    if (new HashSet<>(tree.interfaces).size() < tree.interfaces.size()) {
      problem("", "names an interface twice");
    }
    if (isFinal && tree.permittedSubclasses != null) {
      problem("", "is final and permits subclasses");
    }
    if (tree.nestHostClass != null && tree.nestMembers != null) {
      problem("", "is the host of a nest and a member of another");
    }
  }

  private void fields() {
    Set<String> seen = new HashSet<>();
    for (FieldNode field : tree.fields) {
      String name = field.name + ":" + field.desc;
      if (!seen.add(name)) {
        problem("." + name, "is declared twice");
      }
      if (!isLegal(field)) {
        problem("." + name, "has flags that exclude one another: " + hex(field.access));
      }
      if (has(field.access, Opcodes.ACC_STATIC)
          && field.value != null
          && !field.value.getClass().equals(constantOf(field.desc))) {
        problem("." + name, "has a constant value of another type");
      }
    }
  }

  private boolean isLegal(FieldNode field) {
    if (!isInterface) {
      int once = Opcodes.ACC_FINAL | Opcodes.ACC_VOLATILE;
      return mostOneVisibility(field.access) && (field.access & once) != once;
    }
    int all = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    int none =
        Opcodes.ACC_PRIVATE
            | Opcodes.ACC_PROTECTED
            | Opcodes.ACC_VOLATILE
            | Opcodes.ACC_TRANSIENT
            | (version >= Opcodes.V1_5 ? Opcodes.ACC_ENUM : 0);
    return (field.access & all) == all && !has(field.access, none);
  }

  private static @Nullable Class<?> constantOf(String descriptor) {
    return switch (descriptor) {
      case "J" -> Long.class;
      case "F" -> Float.class;
      case "D" -> Double.class;
      case "I", "C", "S", "B", "Z" -> Integer.class;
      case "Ljava/lang/String;" -> String.class;
      default -> null;
    };
  }

  private void methods() {
    Set<String> seen = new HashSet<>();
    for (MethodNode method : tree.methods) {
      String name = "." + method.name + method.desc;
      if (!seen.add(name)) {
        problem(name, "is declared twice");
      }
      if (!isLegal(method)) {
        problem(name, "has flags that exclude one another: " + hex(method.access));
      }
      boolean withoutCode = has(method.access, Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE);
      if (withoutCode != (method.instructions.size() == 0)) {
        problem(name, withoutCode ? "is abstract or native and has code" : "has no code");
      }
      if (method.name.startsWith("<")) {
        initializer(method, name);
      }
      int words = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
      words -= has(method.access, Opcodes.ACC_STATIC) ? 1 : 0;
      if (words > MOST_ARGUMENT_WORDS) {
        problem(name, "has arguments of " + words + " words");
      }
    }
  }

  private void initializer(MethodNode method, String name) {
    boolean constructs = method.name.equals("<init>");
    if (constructs && isInterface) {
      problem(name, "is a constructor of an interface");
    } else if (!method.desc.endsWith(")V")) {
      problem(name, "returns something");
    } else if (!constructs && version >= Opcodes.V1_7 && !isClassInitializer(method)) {
      problem(name, "is neither static nor without arguments");
    }
  }

  private static boolean isClassInitializer(MethodNode method) {
    return has(method.access, Opcodes.ACC_STATIC) && method.desc.equals("()V");
  }

  private boolean isLegal(MethodNode method) {
    int access = method.access;
    if (method.name.equals("<clinit>")) {
      return true; // whose flags do not count
    }
    if (isInterface) {
      return isLegalInInterface(access);
    }
    boolean constructs = method.name.equals("<init>");
    int none =
        constructs
            ? Opcodes.ACC_STATIC
                | Opcodes.ACC_FINAL
                | Opcodes.ACC_SYNCHRONIZED
                | Opcodes.ACC_NATIVE
                | Opcodes.ACC_ABSTRACT
                | (version >= Opcodes.V1_5 ? Opcodes.ACC_BRIDGE : 0)
            : has(access, Opcodes.ACC_ABSTRACT)
                ? Opcodes.ACC_FINAL
                    | Opcodes.ACC_NATIVE
                    | Opcodes.ACC_PRIVATE
                    | Opcodes.ACC_STATIC
                    | (version >= Opcodes.V1_5 ? Opcodes.ACC_SYNCHRONIZED : 0)
                : 0;
    return mostOneVisibility(access) && !has(access, none);
  }

  private boolean isLegalInInterface(int access) {
    boolean isPublic = has(access, Opcodes.ACC_PUBLIC);
    boolean isAbstract = has(access, Opcodes.ACC_ABSTRACT);
    int none = Opcodes.ACC_FINAL | Opcodes.ACC_NATIVE;
    if (version < Opcodes.V1_8) {
      none |= Opcodes.ACC_STATIC;
      none |=
          version >= Opcodes.V1_5
              ? Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNCHRONIZED
              : 0;
      return isPublic && isAbstract && !has(access, none);
    }
    none |= Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNCHRONIZED;
    none |= isAbstract ? Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC : 0;
    return isPublic != has(access, Opcodes.ACC_PRIVATE) && !has(access, none);
  }

  private static boolean mostOneVisibility(int access) {
    return Integer.bitCount(
            access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE))
        <= 1;
  }

  private static String hex(int flags) {
    return "0x" + Integer.toHexString(flags & 0xFFFF);
  }

  private void problem(String member, String what) {
    problems.add(tree.name + member + ": " + what);
  }
}
