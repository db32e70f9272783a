package dev.weft.checker.report;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.weft.checker.model.Annotations;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** Whether a declaration around a tree has a {@code @SuppressWarnings} for what is found there. */
final class Suppression {

  private static final String ANNOTATION = "java.lang.SuppressWarnings";

  private final Trees trees;

  Suppression(Trees trees) {
    this.trees = trees;
  }

  boolean isSuppressed(Check check, TreePath path) {
    if (!check.canBeSuppressed()) {
      return false;
    }
    for (TreePath each = path; each != null; each = each.getParentPath()) {
      if (isDeclaration(each.getLeaf()) && says(trees.getElement(each), check)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDeclaration(Tree tree) {
    return tree instanceof VariableTree || tree instanceof MethodTree || tree instanceof ClassTree;
  }

  private static boolean says(Element element, Check check) {
    AnnotationMirror annotation = element == null ? null : Annotations.find(element, ANNOTATION);
    AnnotationValue value = annotation == null ? null : Annotations.value(annotation, "value");
    return value != null
        && value.getValue() instanceof List<?> names
        && names.stream().anyMatch(each -> isMeant((AnnotationValue) each, check));
  }

  private static boolean isMeant(AnnotationValue name, Check check) {
    return name.getValue() instanceof String text
        && (text.equals("weft") || text.equals("weft:" + check.word()));
  }
}
