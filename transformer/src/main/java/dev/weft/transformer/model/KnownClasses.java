package dev.weft.transformer.model;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The class files that have been read for one class loader or build, and those that were not found.
 *
 * <p>Of most classes only an outline is read, of those that may have coroutines all that matters.
 * Any thread.
 */
final class KnownClasses {

  private final ClassFiles files;
  private final Map<String, Optional<ClassInfo>> classes = new ConcurrentHashMap<>();
  private final Map<String, Optional<Outline>> outlines = new ConcurrentHashMap<>();

  /** Never reset: it only spares programs of which everything is found a search. */
  private volatile boolean missesAny;

  KnownClasses(ClassFiles files) {
    this.files = files;
  }

  /** What the class file of {@code name} says, or null if there is none or it is the JDK's. */
  @Nullable ClassInfo classInfo(@Nullable String name) {
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

  /** Adds a class; true if another of its name was known. */
  boolean add(ClassInfo info) {
    Optional<ClassInfo> before = classes.put(info.name(), Optional.of(info));
    outlines.put(info.name(), Optional.of(Outline.of(info)));
    return before != null;
  }

  /** Looks for a class again that was not found before. */
  void forgetMissing(String name) {
    classes.remove(name, Optional.empty());
    outlines.remove(name, Optional.empty());
  }

  /** Whether any class that was asked for was not found. */
  boolean missesAny() {
    return missesAny;
  }

  /** Whether a class was asked for and not found. */
  boolean isMissing(String name) {
    Optional<ClassInfo> known = classes.get(name);
    Optional<Outline> outline = outlines.get(name);
    return (known != null && known.isEmpty()) || (outline != null && outline.isEmpty());
  }

  /** Whether a class was added, and may hold coroutines. */
  boolean isAdded(String name) {
    Optional<ClassInfo> known = classes.get(name);
    return known != null && known.isPresent();
  }

  /** The names of what a class inherits from that cannot be found. */
  Set<String> missing(ClassHeader header) {
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

  /** Whether any method of a class or of what it inherits is {@code @Async}. */
  boolean hasAsync(@Nullable String type) {
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
