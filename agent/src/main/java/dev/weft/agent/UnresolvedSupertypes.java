package dev.weft.agent;

import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Classes that were loaded when a type that they extend, or of which they make lambdas, was found
 * nowhere, as where a loader holds all classes in memory.
 *
 * <p>An override without a mark was then left as it is. The JVM asks for a class before its
 * superclass, so all that can be done is to say so as soon as that one comes. Any thread.
 */
final class UnresolvedSupertypes {

  /** How many may wait before those are looked for whose loader is gone. */
  private static final int MANY = 1000;

  /**
   * A class that waits.
   *
   * @param name its internal name
   * @param plain the methods, by name and descriptor, that may turn out to be overrides
   * @param lambdas the missing types of which it makes lambdas
   */
  private record Waiting(
      WeakReference<ClassLoader> loader, String name, Set<String> plain, Set<String> lambdas) {}

  private final WovenClasses classes;
  private final Map<String, List<Waiting>> waiting = new HashMap<>();
  private volatile boolean any;
  private int size;
  private int limit = MANY;

  /** Has {@code classes} told which of them were left plain. */
  UnresolvedSupertypes(WovenClasses classes) {
    this.classes = classes;
  }

  /**
   * Notes a class if something that it needs to know is missing.
   *
   * @param missing those of its supertypes that are
   * @return the names of what it waits for
   */
  Set<String> add(Definition definition, Set<String> missing) {
    byte[] classFile = definition.bytes();
    Hierarchy hierarchy = definition.known().hierarchy();
    var header = new ClassHeader(classFile);
    if (header.major() > ClassHeader.NEWEST) {
      return Set.of();
    }
    Set<String> lambdas =
        mayMakeLambdas(header, hierarchy) ? lambdas(classFile, hierarchy) : Set.of();
    Set<String> plain = missing.isEmpty() ? Set.of() : plain(classFile, hierarchy);
    Set<String> all = new HashSet<>(plain.isEmpty() ? Set.of() : missing);
    all.addAll(lambdas);
    var loader = new WeakReference<>(definition.loader());
    wait(new Waiting(loader, definition.name(), plain, lambdas), all);
    return all;
  }

  private static boolean mayMakeLambdas(ClassHeader header, Hierarchy hierarchy) {
    if (header.makesLambdas()) {
      for (String returned : header.returnedClasses()) {
        if (hierarchy.isMissing(returned)) {
          return true;
        }
      }
    }
    return false;
  }

  private synchronized void wait(Waiting waits, Set<String> missing) {
    for (String name : missing) {
      waiting.computeIfAbsent(name, unused -> new ArrayList<>()).add(waits);
      size++;
    }
    if (size > limit) {
      waiting.values().forEach(each -> each.removeIf(one -> one.loader.refersTo(null)));
      waiting.values().removeIf(List::isEmpty);
      size = waiting.values().stream().mapToInt(List::size).sum();
      limit = Math.max(MANY, 2 * size);
    }
    any = !waiting.isEmpty();
  }

  private static Set<String> plain(byte[] classFile, Hierarchy hierarchy) {
    Set<String> signatures = new HashSet<>();
    ClassInfo info = ClassInfo.read(classFile);
    for (ClassInfo.Method method : info.methods().values()) {
      boolean mayOverride = method.isVirtual() && !method.name().startsWith("<");
      if (mayOverride && !hierarchy.isAsync(info, method)) {
        signatures.add(method.name() + method.descriptor());
      }
    }
    return signatures;
  }

  private static Set<String> lambdas(byte[] classFile, Hierarchy hierarchy) {
    Set<String> missing = new HashSet<>();
    var finder = new LambdaTypes(missing, hierarchy);
    new ClassReader(classFile).accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return missing;
  }

  /**
   * Says who was waiting for a class, and in vain.
   *
   * @param name its internal name
   * @param hierarchy one that knows it
   * @param further what it misses itself
   */
  void arrived(String name, Hierarchy hierarchy, Set<String> further) {
    if (!any) {
      return;
    }
    for (Waiting each : take(name)) {
      warnOfOverrides(each, name, hierarchy);
      if (each.lambdas.contains(name) && hierarchy.hasAsync(name)) {
        warn(each.name, " makes a lambda of " + ClassNames.binary(name), name);
      }
      wait(each, further);
    }
  }

  private synchronized List<Waiting> take(String name) {
    List<Waiting> those = waiting.remove(name);
    any = !waiting.isEmpty();
    size -= those == null ? 0 : those.size();
    return those == null ? List.of() : those;
  }

  private void warnOfOverrides(Waiting each, String type, Hierarchy hierarchy) {
    for (String signature : each.plain) {
      int end = signature.indexOf('(');
      String name = signature.substring(0, end);
      AsyncMethod method = hierarchy.resolve(type, name, signature.substring(end));
      if (method != null && method.method().isVirtual()) {
        classes.leftPlain(each.name);
        warn(
            each.name,
            "." + name + " overrides an @Async method of " + ClassNames.binary(type),
            type);
      }
    }
  }

  private static void warn(String waits, String what, String missing) {
    Log.warning(
        ClassNames.binary(waits)
            + what
            + ", but is not woven there, since the class file of "
            + ClassNames.binary(missing)
            + " could not be found when "
            + ClassNames.binary(waits)
            + " was loaded: mark the method @Async, let the class loader give class files as"
            + " resources, or weave at build time");
  }

  /** Collects the types of lambdas that cannot be found. */
  private static final class LambdaTypes extends ClassVisitor {
    private final Set<String> missing;
    private final Hierarchy hierarchy;

    LambdaTypes(Set<String> missing, Hierarchy hierarchy) {
      super(Opcodes.ASM9);
      this.missing = missing;
      this.hierarchy = hierarchy;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          Type made = Type.getReturnType(type);
          boolean lambda = bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory");
          if (lambda && made.getSort() == Type.OBJECT) {
            String face = made.getInternalName();
            if (!ClassNames.isPlatform(face) && hierarchy.classInfo(face) == null) {
              missing.add(face);
            }
          }
        }
      };
    }
  }
}
