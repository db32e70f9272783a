package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.NameTree;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.java.tree.TypeUtils;
import org.openrewrite.marker.Markers;

/** The mark of a coroutine, {@code @Async}, as recipes write it. */
final class AsyncMark {

  private AsyncMark() {}

  /** Whether a method is marked already. */
  static boolean isOn(J.MethodDeclaration method) {
    return method.getLeadingAnnotations().stream().anyMatch(each -> isMark(each.getType()));
  }

  /** Whether a type of annotations marks coroutines. */
  static boolean isMark(@Nullable JavaType annotation) {
    return TypeUtils.isOfClassType(annotation, Names.ASYNC)
        || TypeUtils.isOfClassType(annotation, Names.COROUTINE);
  }

  /** Whether a method has another library's mark of that name, which may mean another thread. */
  static boolean isAnothers(J.MethodDeclaration method) {
    return method.getLeadingAnnotations().stream()
            .anyMatch(each -> each.getSimpleName().equals("Async"))
        && !isOn(method);
  }

  /** Whether {@code Async} alone would mean something else in this file. */
  static boolean isAmbiguous(J.CompilationUnit file) {
    boolean imported =
        file.getImports().stream()
            .filter(each -> !each.isStatic())
            .map(J.Import::getTypeName)
            .anyMatch(each -> isOther(each.replace('$', '.')));
    return imported
        || file.getClasses().stream().anyMatch(each -> each.getSimpleName().equals("Async"));
  }

  private static boolean isOther(String type) {
    return Names.simple(type).equals("Async") && !type.equals(Names.ASYNC);
  }

  /**
   * Marks a method, on a line of its own before the rest.
   *
   * @param qualified whether by the full name, without an import
   */
  static J.MethodDeclaration addTo(J.MethodDeclaration method, boolean qualified) {
    Space newLine = Space.format("\n" + method.getPrefix().getIndent());
    List<J.Annotation> others = method.getLeadingAnnotations();
    J.Annotation mark = mark(qualified).withPrefix(others.isEmpty() ? Space.EMPTY : newLine);
    J.MethodDeclaration marked = method.withLeadingAnnotations(ListUtils.concat(others, mark));
    return others.isEmpty() ? withRestAt(marked, newLine) : marked;
  }

  private static J.Annotation mark(boolean qualified) {
    JavaType type = JavaType.ShallowClass.build(Names.ASYNC);
    NameTree name =
        qualified
            ? TypeTree.<J.FieldAccess>build(Names.ASYNC).withType(type)
            : Trees.name(Names.simple(Names.ASYNC), type, null);
    return new J.Annotation(Tree.randomId(), Space.EMPTY, Markers.EMPTY, name, null);
  }

  /** With what stands first behind the annotations moved to {@code space}. */
  private static J.MethodDeclaration withRestAt(J.MethodDeclaration method, Space space) {
    if (!method.getModifiers().isEmpty()) {
      var modifiers = new ArrayList<>(method.getModifiers());
      modifiers.set(0, modifiers.get(0).withPrefix(space));
      return method.withModifiers(modifiers);
    }
    J.TypeParameters variables = method.getPadding().getTypeParameters();
    if (variables != null) {
      return method.getPadding().withTypeParameters(variables.withPrefix(space));
    }
    TypeTree result = method.getReturnTypeExpression();
    return result == null ? method : method.withReturnTypeExpression(result.withPrefix(space));
  }
}
