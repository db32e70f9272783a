package dev.weft.transformer.model;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Answers which methods are {@code @Async}, and where they are declared, from class files alone.
 *
 * <p>One per class loader (or build); answers are cached. Any thread.
 */
public final class Hierarchy {

  private static final String SCALA_SUPER = "$$super$";

  private final ClassFiles files;
  private final Predicate<String> woven;
  private final Map<String, Optional<ClassInfo>> classes = new ConcurrentHashMap<>();
  private final Map<String, Optional<Outline>> outlines = new ConcurrentHashMap<>();
  private final Map<String, Boolean> async = new ConcurrentHashMap<>();
  private final Supertypes supertypes;
  private final TaskTypes taskTypes;

  /** Never reset: it only spares programs of which everything is found a search. */
  private volatile boolean missesAny;

  /**
   * A hierarchy over class files.
   *
   * @param files where to find them
   * @param woven whether the class of an internal name is certainly woven when it is loaded
   */
  public Hierarchy(ClassFiles files, Predicate<String> woven) {
    this.files = files;
    this.woven = woven;
    supertypes = new Supertypes(files);
    taskTypes = new TaskTypes(files);
  }

  /** What the same class files say of all types' supertypes, the JDK's too. */
  public Supertypes supertypes() {
    return supertypes;
  }

  /** What the class file of {@code name} says, or null if there is none or it is the JDK's. */
  public @Nullable ClassInfo classInfo(@Nullable String name) {
    if (name == null || ClassNames.isPlatform(name)) {
      return null;
    }
    Optional<ClassInfo> known = classes.get(name);
    if (known == null) {
      known = read(name);
      classes.putIfAbsent(name, known);
    }
    return known.orElse(null);
  }

  /**
   * What is no class file, or another class's, is taken for missing: a loader may keep its classes
   * encrypted. One of a newer version is not woven either, so its methods are ordinary ones.
   */
  private Optional<ClassInfo> read(String name) {
    byte[] bytes = files.find(name);
    try {
      ClassInfo info = bytes == null ? null : ClassInfo.read(bytes);
      return info != null && info.name().equals(name) ? Optional.of(info) : Optional.empty();
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Adds a class that is being woven right now and may not be found as a file, or is another than
   * it was before.
   */
  public void add(ClassInfo info) {
    Optional<ClassInfo> before = classes.put(info.name(), Optional.of(info));
    outlines.put(info.name(), Optional.of(Outline.of(info)));
    if (before != null) {
      async.clear();
    }
  }

  /** Looks for a class again that was not found before. */
  public void forgetMissing(String name) {
    classes.remove(name, Optional.empty());
    outlines.remove(name, Optional.empty());
    supertypes.forgetMissing(name);
    async.clear();
  }

  /** Whether any class that was asked for was not found. */
  public boolean missesAny() {
    return missesAny;
  }

  /** Whether a class was asked for and not found. */
  public boolean isMissing(String name) {
    Optional<ClassInfo> known = classes.get(name);
    Optional<Outline> outline = outlines.get(name);
    return (known != null && known.isEmpty()) || (outline != null && outline.isEmpty());
  }

  /** Whether a class was added, and may hold coroutines. */
  public boolean isAdded(String name) {
    Optional<ClassInfo> known = classes.get(name);
    return known != null && known.isPresent();
  }

  /** The names of what a class inherits from that cannot be found. */
  public Set<String> missing(ClassHeader header) {
    var missing = new LinkedHashSet<String>();
    addMissing(header.superName(), header.interfaces(), missing, new HashSet<>());
    return missing;
  }

  private void addMissing(
      @Nullable String superName, List<String> interfaces, Set<String> missing, Set<String> seen) {
    addMissing(superName, missing, seen);
    for (String face : interfaces) {
      addMissing(face, missing, seen);
    }
  }

  private void addMissing(@Nullable String name, Set<String> missing, Set<String> seen) {
    if (name == null || ClassNames.isPlatform(name) || !seen.add(name)) {
      return;
    }
    Outline outline = outline(name);
    if (outline == null) {
      missing.add(name);
    } else {
      addMissing(outline.superName, outline.interfaces, missing, seen);
    }
  }

  /**
   * Finds the {@code @Async} method that a call refers to.
   *
   * @return null if the call is to an ordinary method, or one that cannot be found
   */
  public @Nullable AsyncMethod resolve(String owner, String name, String descriptor) {
    if (ClassNames.isPlatform(owner)) {
      return null;
    }
    String signature = name + descriptor;
    ClassInfo declaring = classInfo(owner);
    while (declaring != null && declaring.method(signature) == null) {
      declaring = classInfo(declaring.superName());
    }
    if (declaring == null) {
      declaring = interfaceDeclaring(owner, signature, new HashSet<>());
    }
    ClassInfo.Method method = declaring == null ? null : declaring.method(signature);
    if (declaring == null || method == null || !isAsync(declaring, method)) {
      return null;
    }
    if (!Slots.allowBody(descriptor, (method.access() & Opcodes.ACC_STATIC) != 0)) {
      return null; // it has no body to call
    }
    return new AsyncMethod(
        declaring, method, kind(descriptor), linkage(declaring, method), adapter(descriptor));
  }

  /** What the runtime declares a method to be compiled into; null for all but suspension points. */
  public @Nullable Intrinsic intrinsic(String owner, String name, String descriptor) {
    ClassInfo info = classInfo(owner);
    if (info == null || !info.declaresIntrinsics()) {
      return null;
    }
    ClassInfo.Method method = info.method(name, descriptor);
    return method == null ? null : method.intrinsic();
  }

  /**
   * Why it cannot be known what calls of a class's methods are compiled into; null if it can.
   *
   * @param owner the class that a call names
   */
  public @Nullable String problemOfIntrinsics(String owner) {
    if (!owner.equals(RuntimeNames.WEFT)) {
      return null;
    }
    ClassInfo info = classInfo(owner);
    if (info == null) {
      return "the class file of dev.weft.Weft, which says what its methods are compiled into, is"
          + " not found; put weft-runtime on the class path";
    }
    return info.declaresIntrinsics()
        ? null
        : "the weft-runtime on the class path is of another version and does not say what its"
            + " methods are compiled into; use the version of the weaver";
  }

  /**
   * What a call may refer to if its class cannot be found as a file: classes that a loader makes
   * up, or that come later. Such a call is linked when it is made.
   *
   * @return null if the method is found, or can only be the JDK's
   */
  public @Nullable AsyncMethod unknown(String owner, String name, String descriptor) {
    String each = owner;
    while (each != null && !ClassNames.isPlatform(each)) {
      ClassInfo info = classInfo(each);
      if (info == null) {
        var made = new ClassInfo(owner, 0, null, List.of(), Map.of());
        var method = new ClassInfo.Method(0, name, descriptor, false, null, null);
        return new AsyncMethod(
            made, method, kind(descriptor), AsyncMethod.Linkage.LATE, adapter(descriptor));
      }
      if (info.method(name, descriptor) != null) {
        return null;
      }
      each = info.superName();
    }
    return null;
  }

  /** The kind of an {@code @Async} method by its descriptor. */
  public Kind kind(String descriptor) {
    Kind kind = Kind.of(descriptor);
    Type result = Type.getReturnType(descriptor);
    boolean taskLike =
        kind.isPartOfCaller()
            && result.getSort() == Type.OBJECT
            && (taskTypes.adapterOf(result.getInternalName()) != null
                || isOwnFuture(classInfo(result.getInternalName())));
    return taskLike ? Kind.ofTasks() : kind;
  }

  /** What is declared to make a method's return type task-like; null if nothing is. */
  public @Nullable TaskAdapter adapter(String descriptor) {
    Type result = Type.getReturnType(descriptor);
    String type = result.getSort() == Type.OBJECT ? result.getInternalName() : null;
    String adapter = type == null ? null : taskTypes.adapterOf(type);
    return type == null || adapter == null ? null : TaskTypes.look(type, adapter, this);
  }

  /** What is wrong with declarations on the class path, as far as any was needed. */
  public List<String> problemsOfDeclarations() {
    return taskTypes.problems();
  }

  /**
   * Whether a class is a {@code CompletableFuture} that all who can name it can make: an answer
   * that depends on who asks would give a method and its override different kinds.
   */
  private boolean isOwnFuture(@Nullable ClassInfo type) {
    if (type == null || (type.access() & Opcodes.ACC_ABSTRACT) != 0) {
      return false;
    }
    ClassInfo.Method constructor = type.method("<init>", "()V");
    return constructor != null
        && (isPublic(constructor.access())
            || (!isPublic(type.access()) && (constructor.access() & Opcodes.ACC_PRIVATE) == 0))
        && supertypes.isSubclass(type.name(), RuntimeNames.COMPLETABLE_FUTURE);
  }

  private static boolean isPublic(int access) {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  private AsyncMethod.Linkage linkage(ClassInfo declaring, ClassInfo.Method method) {
    String body = kind(method.descriptor()).bodyDescriptor(method.descriptor());
    boolean certain = declaring.method(method.name(), body) != null || woven.test(declaring.name());
    return certain ? AsyncMethod.Linkage.DIRECT : AsyncMethod.Linkage.LATE;
  }

  private @Nullable ClassInfo interfaceDeclaring(
      @Nullable String owner, String signature, Set<String> seen) {
    ClassInfo info = classInfo(owner);
    if (info == null || !seen.add(info.name())) {
      return null;
    }
    ClassInfo.Method own = info.isInterface() ? info.method(signature) : null;
    if (own != null) {
      return info;
    }
    for (String parent : info.interfaces()) {
      ClassInfo found = interfaceDeclaring(parent, signature, seen);
      if (found != null) {
        return found;
      }
    }
    return interfaceDeclaring(info.superName(), signature, seen);
  }

  /**
   * Whether a declared method is {@code @Async}: marked, overriding one that is, behind a bridge,
   * or made by a compiler to call one that is.
   */
  public boolean isAsync(ClassInfo declaring, ClassInfo.Method method) {
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
        && ((method.access() & Opcodes.ACC_SYNTHETIC) != 0
            || method.name().equals(target.name() + "$"))
        && !target.equals(
            new ClassInfo.Target(declaring.name(), method.name(), method.descriptor()))
        && Type.getReturnType(target.descriptor()).equals(Type.getReturnType(method.descriptor()))
        && resolve(target.owner(), target.name(), target.descriptor()) != null;
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
    ClassInfo info = classInfo(type);
    if (info == null || !search.seen.add(info.name())) {
      return false;
    }
    ClassInfo.Method method = info.method(search.name, search.descriptor);
    if (method != null && search.canBe(info, method) && isAsync(info, method)) {
      return true;
    }
    return inheritsAsync(info, search);
  }

  /** Whether any method of a class or of what it inherits is {@code @Async}. */
  public boolean hasAsync(@Nullable String type) {
    return type != null && !ClassNames.isPlatform(type) && hasAsync(type, new HashSet<>());
  }

  private boolean hasAsync(@Nullable String type, Set<String> seen) {
    Outline outline = outline(type);
    if (outline == null || !seen.add(type)) {
      return false;
    }
    if (outline.marked || hasAsync(outline.superName, seen)) {
      return true;
    }
    for (String face : outline.interfaces) {
      if (hasAsync(face, seen)) {
        return true;
      }
    }
    return false;
  }

  /** The little that is needed of all the supertypes of classes that are not woven. */
  private record Outline(boolean marked, @Nullable String superName, List<String> interfaces) {
    static Outline of(ClassInfo info) {
      return new Outline(info.marksAny(), info.superName(), info.interfaces());
    }
  }

  private @Nullable Outline outline(@Nullable String name) {
    if (name == null || ClassNames.isPlatform(name)) {
      return null;
    }
    Optional<Outline> known = outlines.get(name);
    if (known == null) {
      known = readOutline(name);
      outlines.putIfAbsent(name, known);
    }
    return known.orElse(null);
  }

  private Optional<Outline> readOutline(String name) {
    Optional<ClassInfo> known = classes.get(name);
    if (known != null) {
      missesAny |= known.isEmpty();
      return known.map(Outline::of);
    }
    byte[] bytes = files.find(name);
    try {
      Optional<Outline> found =
          bytes == null ? Optional.empty() : outline(name, new ClassHeader(bytes));
      missesAny |= found.isEmpty();
      return found;
    } catch (RuntimeException unreadable) {
      missesAny = true;
      return Optional.empty();
    }
  }

  private Optional<Outline> outline(String name, ClassHeader header) {
    if (header.major() > ClassHeader.NEWEST || header.namesAsync()) {
      return Optional.ofNullable(classInfo(name)).map(Outline::of);
    }
    if (!header.name().equals(name)) {
      return Optional.empty();
    }
    return Optional.of(new Outline(false, header.superName(), header.interfaces()));
  }
}
