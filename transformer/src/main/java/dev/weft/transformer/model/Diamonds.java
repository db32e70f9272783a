package dev.weft.transformer.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code @Async} methods that a type inherits from two unrelated interfaces and does not
 * declare.
 *
 * <p>Each woven interface has a default body for its abstract method. Where a type inherits two of
 * them, the JVM finds neither, so the type needs a body of its own.
 */
public final class Diamonds {

  private final Hierarchy hierarchy;
  private final ClassInfo type;
  private final Map<String, ClassInfo> interfaces = new LinkedHashMap<>();

  private Diamonds(Hierarchy hierarchy, ClassInfo type) {
    this.hierarchy = hierarchy;
    this.type = type;
  }

  /** The methods that {@code type} inherits twice. */
  public static List<ClassInfo.Method> of(Hierarchy hierarchy, ClassInfo type) {
    return new Diamonds(hierarchy, type).find();
  }

  private List<ClassInfo.Method> find() {
    collect(type);
    Map<String, List<ClassInfo>> declarers = new LinkedHashMap<>();
    Map<String, ClassInfo.Method> methods = new LinkedHashMap<>();
    for (ClassInfo face : interfaces.values()) {
      for (ClassInfo.Method method : face.methods().values()) {
        if (method.isVirtual() && hierarchy.isAsync(face, method)) {
          String signature = method.name() + method.descriptor();
          declarers.computeIfAbsent(signature, unused -> new ArrayList<>()).add(face);
          methods.putIfAbsent(signature, method);
        }
      }
    }
    return methods.entrySet().stream()
        .filter(entry -> mostSpecific(declarers.getOrDefault(entry.getKey(), List.of())) > 1)
        .map(Map.Entry::getValue)
        .filter(method -> Slots.allowBody(method.descriptor(), false) && !hasBody(method))
        .toList();
  }

  private void collect(@Nullable ClassInfo from) {
    for (ClassInfo each = from; each != null; each = hierarchy.classInfo(each.superName())) {
      for (String name : each.interfaces()) {
        ClassInfo face = hierarchy.classInfo(name);
        if (face != null && interfaces.putIfAbsent(name, face) == null) {
          collect(face);
        }
      }
    }
  }

  private long mostSpecific(List<ClassInfo> faces) {
    return faces.stream()
        .filter(face -> faces.stream().noneMatch(other -> extendsInterface(other, face)))
        .count();
  }

  private boolean extendsInterface(ClassInfo face, ClassInfo ancestor) {
    for (String name : face.interfaces()) {
      ClassInfo parent = hierarchy.classInfo(name);
      if (parent != null
          && (parent.name().equals(ancestor.name()) || extendsInterface(parent, ancestor))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the type or a superclass declares the method as a coroutine, and so has a body. */
  private boolean hasBody(ClassInfo.Method method) {
    for (ClassInfo each = type; each != null; each = hierarchy.classInfo(each.superName())) {
      ClassInfo.Method declared = each.method(method.name(), method.descriptor());
      if (declared != null) {
        return hierarchy.isAsync(each, declared);
      }
    }
    return false;
  }
}
