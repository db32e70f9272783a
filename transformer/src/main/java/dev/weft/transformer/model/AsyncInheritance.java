package dev.weft.transformer.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Which declared methods are {@code @Async} though they need not be marked. Any thread. */
final class AsyncInheritance {

  private static final String SCALA_SUPER = "$$super$";

  private final Hierarchy hierarchy;
  private final Map<String, Boolean> async = new ConcurrentHashMap<>();

  AsyncInheritance(Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /** Forgets all answers, since classes have changed. */
  void clear() {
    async.clear();
  }

  /**
   * Whether a declared method is {@code @Async}: marked, overriding one that is, behind a bridge,
   * or made by a compiler to call one that is.
   */
  boolean isAsync(ClassInfo declaring, ClassInfo.Method method) {
    if (method.annotated()) {
      return true;
    }
    if (method.name().startsWith("<") || !(method.isVirtual() || method.forwardsTo() != null)) {
      return false;
    }
    String key = declaring.name() + "." + method.name() + method.descriptor();
    Boolean known = async.get(key);
    if (known == null) {
      known =
          forwardsToAsync(declaring, method)
              || (method.isVirtual()
                  && (inheritsAsync(declaring, method.name(), method.descriptor())
                      || isAsyncSuper(declaring, method)
                      || isBehindAsyncBridge(declaring, method)));
      async.put(key, known);
    }
    return known;
  }

  /**
   * Whether a method is one by which a compiler makes another accessible, or gives it default
   * arguments: {@code access$000} and the like. Their callers never see the other one's mark.
   */
  private boolean forwardsToAsync(ClassInfo declaring, ClassInfo.Method method) {
    ClassInfo.Target target = method.forwardsTo();
    return target != null
        && target.name().charAt(0) != '<'
        && !method.descriptor().contains(RuntimeNames.CARRIER_DESC) // a body, written by hand
        && ((method.access() & Opcodes.ACC_SYNTHETIC) != 0
            || method.name().equals(target.name() + "$"))
        && !target.equals(
            new ClassInfo.Target(declaring.name(), method.name(), method.descriptor()))
        && Type.getReturnType(target.descriptor()).equals(Type.getReturnType(method.descriptor()))
        && hierarchy.resolve(target.owner(), target.name(), target.descriptor()) != null;
  }

  private boolean isBehindAsyncBridge(ClassInfo declaring, ClassInfo.Method method) {
    String signature = method.name() + method.descriptor();
    return declaring.methods().values().stream()
        .anyMatch(
            bridge ->
                signature.equals(bridge.bridgeTo())
                    && !bridge.equals(method)
                    && isAsync(declaring, bridge));
  }

  /** Whether a method is Scala's {@code p$Trait$$super$m}, which stands for such a {@code m}. */
  private boolean isAsyncSuper(ClassInfo declaring, ClassInfo.Method method) {
    int at = method.name().lastIndexOf(SCALA_SUPER);
    return at >= 0
        && inheritsAsync(
            declaring, method.name().substring(at + SCALA_SUPER.length()), method.descriptor());
  }

  private boolean inheritsAsync(ClassInfo from, String name, String descriptor) {
    var search =
        new Overridden(ClassNames.packageOf(from.name()), name, descriptor, new HashSet<>());
    return inheritsAsync(from, search);
  }

  /** A search for the methods that one of a package overrides. */
  private record Overridden(String pack, String name, String descriptor, Set<String> seen) {
    /**
     * Whether a method of a supertype may be overridden at all: what its package keeps, only there.
     */
    boolean canBe(ClassInfo in, ClassInfo.Method method) {
      int everywhere = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
      return method.isVirtual()
          && ((method.access() & everywhere) != 0 || ClassNames.packageOf(in.name()).equals(pack));
    }
  }

  private boolean inheritsAsync(ClassInfo from, Overridden search) {
    return declaresAsync(from.superName(), search)
        || from.interfaces().stream().anyMatch(face -> declaresAsync(face, search));
  }

  private boolean declaresAsync(@Nullable String type, Overridden search) {
    ClassInfo info = hierarchy.classInfo(type);
    if (info == null || !search.seen.add(info.name())) {
      return false;
    }
    ClassInfo.Method method = info.method(search.name, search.descriptor);
    if (method != null && search.canBe(info, method) && isAsync(info, method)) {
      return true;
    }
    return inheritsAsync(info, search);
  }
}
