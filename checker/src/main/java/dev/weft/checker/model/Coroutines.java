package dev.weft.checker.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * Tells which methods and lambdas are coroutines, and of which kind, as the weaver does: marked
 * methods, what overrides them, lambdas of {@code @Async} interfaces, and lambdas that return a
 * task and await.
 */
public final class Coroutines {

  private final Members members;
  private final Set<String> taskTypes;
  private final Map<ExecutableElement, Boolean> async = new HashMap<>();

  Coroutines(Members members, Set<String> taskTypes) {
    this.members = members;
    this.taskTypes = taskTypes;
  }

  /** The kind of a method; null if it is an ordinary one. */
  public @Nullable Kind kindOf(ExecutableElement method) {
    return isAsync(method) ? kind(method.getReturnType()) : null;
  }

  /** The kind that a method would be if it were a coroutine, by what it returns. */
  public Kind kindOfReturned(ExecutableElement method) {
    return kind(method.getReturnType());
  }

  private boolean isAsync(ExecutableElement method) {
    if (method.getKind() != ElementKind.METHOD) {
      return false;
    }
    Boolean answer = async.get(method);
    if (answer == null) {
      answer =
          isMarked(method) || members.overridden(method).stream().anyMatch(Coroutines::isMarked);
      async.put(method, answer);
    }
    return answer;
  }

  /** Whether a method itself is marked. */
  public static boolean isMarked(ExecutableElement method) {
    return Annotations.has(method, Names.ASYNC) || Annotations.has(method, Names.COROUTINE);
  }

  /** The kind of coroutines that return a type. */
  private Kind kind(TypeMirror returned) {
    TypeElement type = members.erased(returned);
    if (type == null) {
      return Kind.SUSPENDING;
    }
    String name = type.getQualifiedName().toString();
    return switch (name) {
      case Names.TASK, Names.COMPLETION_STAGE, Names.COMPLETABLE_FUTURE -> Kind.TASK;
      case Names.GENERATOR -> Kind.GENERATOR;
      case Names.ASYNC_GENERATOR -> Kind.ASYNC_GENERATOR;
      default -> taskTypes.contains(name) || isOwnFuture(type) ? Kind.TASK : Kind.SUSPENDING;
    };
  }

  /** Whether a class is a {@code CompletableFuture} that all who can name it can make. */
  private boolean isOwnFuture(TypeElement type) {
    return type.getKind() == ElementKind.CLASS
        && !type.getModifiers().contains(Modifier.ABSTRACT)
        && members.isSubtype(type, Names.COMPLETABLE_FUTURE)
        && ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .filter(each -> each.getParameters().isEmpty())
            .anyMatch(each -> isAsPublic(each.getModifiers(), type.getModifiers()));
  }

  private static boolean isAsPublic(Set<Modifier> constructor, Set<Modifier> type) {
    return constructor.contains(Modifier.PUBLIC)
        || (!type.contains(Modifier.PUBLIC) && !constructor.contains(Modifier.PRIVATE));
  }

  /**
   * What a lambda is.
   *
   * @param kind its kind, or null if it is ordinary code
   * @param face the qualified name of the interface that it implements
   */
  public record Lambda(@Nullable Kind kind, String face) {}

  /**
   * What a lambda is.
   *
   * @param type the type that the compiler gave it
   * @param awaits whether its code suspends, which is asked only where that decides
   * @return null if the compiler could not tell which interface it implements
   */
  public @Nullable Lambda lambda(@Nullable TypeMirror type, BooleanSupplier awaits) {
    for (DeclaredType each : parts(type)) {
      if (each.asElement() instanceof TypeElement face) {
        List<ExecutableElement> methods = members.functional(face);
        if (!methods.isEmpty()) {
          return new Lambda(kind(each, methods, awaits), face.getQualifiedName().toString());
        }
      }
    }
    return null;
  }

  /** Whether the method of an interface that a lambda implements is {@code void}. */
  public boolean returnsNothing(@Nullable TypeMirror type) {
    return parts(type).stream()
        .filter(each -> each.asElement() instanceof TypeElement)
        .flatMap(each -> members.functional((TypeElement) each.asElement()).stream())
        .anyMatch(each -> each.getReturnType().getKind() == TypeKind.VOID);
  }

  private static List<DeclaredType> parts(@Nullable TypeMirror type) {
    if (type instanceof IntersectionType both) {
      return both.getBounds().stream()
          .filter(each -> each instanceof DeclaredType)
          .map(each -> (DeclaredType) each)
          .toList();
    }
    return type instanceof DeclaredType declared ? List.of(declared) : List.of();
  }

  private @Nullable Kind kind(
      DeclaredType face, List<ExecutableElement> methods, BooleanSupplier awaits) {
    for (ExecutableElement each : methods) {
      if (isAsync(each)) {
        return kind(each.getReturnType());
      }
    }
    boolean isTask =
        methods.stream().anyMatch(each -> kind(members.returned(face, each)) == Kind.TASK);
    return isTask && awaits.getAsBoolean() ? Kind.TASK : null;
  }
}
