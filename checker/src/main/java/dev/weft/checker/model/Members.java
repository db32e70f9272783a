package dev.weft.checker.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What types have and inherit, by names. */
public final class Members {

  private final Elements elements;
  private final Types types;
  private final Map<String, Optional<TypeElement>> known = new HashMap<>();
  private final Map<TypeElement, List<ExecutableElement>> functional = new HashMap<>();

  Members(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** The type of a qualified name, or null if the compiler cannot find it. */
  public @Nullable TypeElement type(String name) {
    return known
        .computeIfAbsent(name, each -> Optional.ofNullable(elements.getTypeElement(each)))
        .orElse(null);
  }

  /** The name that class files and stack traces have for a type. */
  public String binaryName(TypeElement type) {
    return elements.getBinaryName(type).toString();
  }

  /** What is left of a type at run time if that is a class or interface, or null. */
  public @Nullable TypeElement erased(TypeMirror type) {
    return types.erasure(type) instanceof DeclaredType declared
        ? (TypeElement) declared.asElement()
        : null;
  }

  /** The qualified name of what is left of a type at run time; empty for all but classes. */
  public String erasedName(TypeMirror type) {
    TypeElement erased = erased(type);
    return erased == null ? "" : erased.getQualifiedName().toString();
  }

  /** A type at run time as text, {@code long} or {@code java.lang.String[]} say. */
  public String erasedText(TypeMirror type) {
    return types.erasure(type).toString();
  }

  /** Whether a type is another one of a name or below it. */
  public boolean isSubtype(TypeElement type, String name) {
    TypeElement other = type(name);
    return other != null
        && types.isSubtype(types.erasure(type.asType()), types.erasure(other.asType()));
  }

  /** All types above one, each once. */
  List<TypeElement> above(TypeElement type) {
    var found = new ArrayList<TypeElement>();
    addAbove(type.asType(), found, new HashSet<>());
    return found;
  }

  private void addAbove(TypeMirror type, List<TypeElement> found, Set<TypeElement> seen) {
    for (TypeMirror each : types.directSupertypes(type)) {
      if (each instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element
          && seen.add(element)) {
        found.add(element);
        addAbove(each, found, seen);
      }
    }
  }

  /** The methods that one overrides or implements, wherever they are declared. */
  public List<ExecutableElement> overridden(ExecutableElement method) {
    boolean mayOverride =
        !method.getModifiers().contains(Modifier.STATIC)
            && !method.getModifiers().contains(Modifier.PRIVATE);
    if (!mayOverride || !(method.getEnclosingElement() instanceof TypeElement in)) {
      return List.of();
    }
    var found = new ArrayList<ExecutableElement>();
    for (TypeElement each : above(in)) {
      for (ExecutableElement other : ElementFilter.methodsIn(each.getEnclosedElements())) {
        if (isAlike(method, other) && elements.overrides(method, other, in)) {
          found.add(other);
        }
      }
    }
    return found;
  }

  private static boolean isAlike(ExecutableElement one, ExecutableElement other) {
    return one.getSimpleName().equals(other.getSimpleName())
        && one.getParameters().size() == other.getParameters().size();
  }

  /** The method without parameters that a type has or inherits, or null. */
  @Nullable ExecutableElement method(TypeElement type, String name) {
    for (ExecutableElement each : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      if (each.getSimpleName().contentEquals(name) && each.getParameters().isEmpty()) {
        return each;
      }
    }
    return null;
  }

  /** The abstract methods that a lambda of an interface implements: those that are not Object's. */
  List<ExecutableElement> functional(TypeElement face) {
    return functional.computeIfAbsent(face, this::findFunctional);
  }

  private List<ExecutableElement> findFunctional(TypeElement face) {
    var found = new ArrayList<ExecutableElement>();
    for (ExecutableElement each : ElementFilter.methodsIn(elements.getAllMembers(face))) {
      if (each.getModifiers().contains(Modifier.ABSTRACT) && !isOfObject(each)) {
        found.add(each);
      }
    }
    return found;
  }

  private boolean isOfObject(ExecutableElement method) {
    TypeElement object = type("java.lang.Object");
    return object != null
        && ElementFilter.methodsIn(object.getEnclosedElements()).stream()
            .filter(each -> isAlike(method, each))
            .anyMatch(
                each ->
                    types.isSubsignature(
                        (ExecutableType) method.asType(), (ExecutableType) each.asType()));
  }

  /** What a method returns where it is called by way of a type. */
  TypeMirror returned(DeclaredType by, ExecutableElement method) {
    return ((ExecutableType) types.asMemberOf(by, method)).getReturnType();
  }
}
