package dev.weft.transformer.model;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Answers how types are related, the JDK's too, from class files alone: what the verifier asks.
 *
 * <p>One for each {@link Hierarchy}; answers are cached. Any thread.
 */
public final class Supertypes {

  private static final String OBJECT = "java/lang/Object";

  private final ClassFiles files;
  private final Map<String, Optional<Shape>> shapes = new ConcurrentHashMap<>();

  Supertypes(ClassFiles files) {
    this.files = files;
  }

  /**
   * The closest common superclass, as class files tell; {@code Object} where one cannot be found.
   */
  public String commonSuperclass(String a, String b) {
    Set<String> supers = chain(a);
    return chain(b).stream().filter(supers::contains).findFirst().orElse(OBJECT);
  }

  /** A class and its superclasses, as far as they are found; those of a cycle once each. */
  private Set<String> chain(String name) {
    Set<String> chain = new LinkedHashSet<>();
    String each = name;
    while (each != null && chain.add(each)) {
      each = superclass(each);
    }
    return chain;
  }

  /** The superclass of any class, the JDK's too; null for {@code Object} and what is not found. */
  public @Nullable String superclass(String name) {
    Shape shape = shape(name);
    return shape == null ? null : shape.superName;
  }

  /** The same for a class that nobody misses if it is not there. */
  @Nullable String superclassIfAny(String name) {
    Optional<Shape> known = shapes.get(name);
    if (known == null) {
      known = readShape(name, files.findIfAny(name));
    }
    return known.map(Shape::superName).orElse(null);
  }

  /** Whether a class is known to be an interface. */
  public boolean isInterface(String name) {
    Shape shape = shape(name);
    return shape != null && (shape.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** Whether a class is public, or not found. */
  public boolean mayBePublic(String name) {
    Shape shape = shape(name);
    return shape == null || (shape.access & Opcodes.ACC_PUBLIC) != 0;
  }

  /** Whether the class file of a class and those of all its superclasses are found. */
  public boolean isKnown(String name) {
    return chain(name).contains(OBJECT);
  }

  /** Whether the class files of a class and of all that it inherits from are found. */
  public boolean isFullyKnown(String name) {
    return isFullyKnown(name, new HashSet<>());
  }

  private boolean isFullyKnown(String name, Set<String> seen) {
    Shape shape = shape(name);
    return !seen.add(name)
        || (shape != null
            && (shape.superName == null || isFullyKnown(shape.superName, seen))
            && shape.interfaces.stream().allMatch(face -> isFullyKnown(face, seen)));
  }

  /** Whether one class is, or is a subclass of, another. */
  public boolean isSubclass(String name, String ancestor) {
    return name.equals(ancestor) || chain(name).contains(ancestor);
  }

  /** Whether a class, or anything it inherits from, is or extends an interface. */
  public boolean implementsInterface(@Nullable String name, String wanted) {
    return implementsInterface(name, wanted, new HashSet<>());
  }

  private boolean implementsInterface(@Nullable String name, String wanted, Set<String> seen) {
    Shape shape = name == null || !seen.add(name) ? null : shape(name);
    if (shape == null) {
      return false;
    }
    return shape.interfaces.stream()
            .anyMatch(face -> face.equals(wanted) || implementsInterface(face, wanted, seen))
        || implementsInterface(shape.superName, wanted, seen);
  }

  /** What any class file, the JDK's too, says of the class itself. */
  private record Shape(int access, @Nullable String superName, List<String> interfaces) {}

  /** Asks outside of the map: a class loader may lock, and call back. */
  private @Nullable Shape shape(String name) {
    Optional<Shape> known = shapes.get(name);
    if (known == null) {
      known = readShape(name, files.find(name));
      shapes.putIfAbsent(name, known);
    }
    return known.orElse(null);
  }

  private static Optional<Shape> readShape(String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      var reader = new ClassReader(bytes);
      return reader.getClassName().equals(name)
          ? Optional.of(
              new Shape(reader.getAccess(), reader.getSuperName(), List.of(reader.getInterfaces())))
          : Optional.empty();
    } catch (RuntimeException unreadable) { // no class file, or newer than is known
      return Optional.empty();
    }
  }

  /** See {@link Hierarchy#forgetMissing}. */
  void forgetMissing(String name) {
    shapes.remove(name, Optional.empty());
  }
}
