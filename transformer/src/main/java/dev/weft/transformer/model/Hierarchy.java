package dev.weft.transformer.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final ClassFiles files;
  private final Predicate<String> woven;
  private final KnownClasses known;
  private final AsyncInheritance inheritance = new AsyncInheritance(this);
  private final Supertypes supertypes;
  private final TaskTypes taskTypes;
  private final Members members;

  /**
   * A hierarchy over class files.
   *
   * @param files where to find them
   * @param woven whether the class of an internal name is certainly woven when it is loaded
   */
  public Hierarchy(ClassFiles files, Predicate<String> woven) {
    this.files = files;
    known = new KnownClasses(files);
    this.woven = woven;
    supertypes = new Supertypes(files);
    taskTypes = new TaskTypes(files);
    members = new Members(files);
  }

  /** What the same class files say of all types' supertypes, the JDK's too. */
  public Supertypes supertypes() {
    return supertypes;
  }

  /** What the same class files say of all types' fields and methods, the JDK's too. */
  public Members members() {
    return members;
  }

  /** Whether a class will certainly be woven, so that it gets bodies that its file may not have. */
  public boolean isWovenLater(String name) {
    return woven.test(name);
  }

  /** What the class file of {@code name} says, or null if there is none or it is the JDK's. */
  public @Nullable ClassInfo classInfo(@Nullable String name) {
    return known.classInfo(name);
  }

  /**
   * Adds a class that is being woven right now and may not be found as a file, or is another than
   * it was before.
   */
  public void add(ClassInfo info) {
    if (known.add(info)) {
      inheritance.clear();
    }
  }

  /** Looks for a class again that was not found before. */
  public void forgetMissing(String name) {
    known.forgetMissing(name);
    members.forgetMissing(name);
    supertypes.forgetMissing(name);
    inheritance.clear();
  }

  /**
   * Whether a class may be another build's when the program runs than the one that is known, and
   * then not woven.
   *
   * @param usedBy the class that refers to it; those of one source file are always of one build
   */
  public boolean mayBeReplaced(String name, String usedBy) {
    return !files.areLoaded() && !ClassNames.outermost(name).equals(ClassNames.outermost(usedBy));
  }

  /** Whether a class inherits an {@code @Async} method of a name and descriptor. */
  public boolean inheritsAsync(ClassInfo type, String name, String descriptor) {
    return (type.superName() != null && resolve(type.superName(), name, descriptor) != null)
        || type.interfaces().stream().anyMatch(face -> resolve(face, name, descriptor) != null);
  }

  /** See {@link ClassFiles#isMadeAtRunTime}. */
  public boolean isMadeAtRunTime(String name) {
    return files.isMadeAtRunTime(name);
  }

  /** Whether any class that was asked for was not found. */
  public boolean missesAny() {
    return known.missesAny();
  }

  /** Whether a class was asked for and not found. */
  public boolean isMissing(String name) {
    return known.isMissing(name);
  }

  /** Whether a class was added, and may hold coroutines. */
  public boolean isAdded(String name) {
    return known.isAdded(name);
  }

  /** The names of what a class inherits from that cannot be found. */
  public Set<String> missing(ClassHeader header) {
    return known.missing(header);
  }

  /** Whether any method of a class or of what it inherits is {@code @Async}. */
  public boolean hasAsync(@Nullable String type) {
    return known.hasAsync(type);
  }

  /**
   * Whether a declared method is {@code @Async}: marked, overriding one that is, behind a bridge,
   * or made by a compiler to call one that is.
   */
  public boolean isAsync(ClassInfo declaring, ClassInfo.Method method) {
    return inheritance.isAsync(declaring, method);
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
    if (info == null && owner.equals(RuntimeNames.WEFT) && files.mayHideClasses()) {
      return OwnIntrinsics.find(name, descriptor);
    }
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
    if (info == null && files.mayHideClasses()) {
      return null;
    }
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

  /** Looks for declarations of task-like types again, since more can be found now. */
  public void forgetDeclarations() {
    taskTypes.forget();
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
}
