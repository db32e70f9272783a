package dev.weft.checker;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Annotations;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Body.Form;
import dev.weft.checker.model.Coroutines.Lambda;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Model;
import dev.weft.checker.rules.BlockingCalls;
import dev.weft.checker.rules.Callees;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/** Says what the code of a method, lambda or initializer is. */
final class Bodies {

  private final Model model;

  Bodies(Model model) {
    this.model = model;
  }

  /** That of a method or constructor; null if the compiler does not know it. */
  @Nullable Body ofMethod(TreePath path) {
    if (!(model.trees().getElement(path) instanceof ExecutableElement method)) {
      return null;
    }
    String name = nameOf(method.getEnclosingElement()) + "." + method.getSimpleName();
    if (method.getKind() == ElementKind.CONSTRUCTOR) {
      return Body.ordinary(Form.CONSTRUCTOR, name);
    }
    Kind kind = model.coroutines().kindOf(method);
    boolean isSynchronized = method.getModifiers().contains(Modifier.SYNCHRONIZED);
    boolean mayBlock =
        BlockingCalls.saysThatItBlocks(method)
            || (kind == null && (isMain(method) || isTest(method)));
    return new Body(Form.METHOD, kind, name, "", isSynchronized, false, mayBlock);
  }

  /** Whether a method is where a program begins: whose thread has nothing else to do. */
  private boolean isMain(ExecutableElement method) {
    List<? extends VariableElement> parameters = method.getParameters();
    return method.getSimpleName().contentEquals("main")
        && (parameters.isEmpty()
            || (parameters.size() == 1
                && model
                    .members()
                    .erasedText(parameters.get(0).asType())
                    .equals("java.lang.String[]")));
  }

  /** Whether a test framework calls a method, on a thread that has nothing else to do either. */
  private static boolean isTest(ExecutableElement method) {
    for (AnnotationMirror each : method.getAnnotationMirrors()) {
      String name = Annotations.name(each);
      if (name.startsWith("org.junit.") || name.startsWith("org.testng.")) {
        return true;
      }
    }
    return false;
  }

  /** That of a lambda; null if the compiler does not know its interface. */
  @Nullable Body ofLambda(TreePath path, Body outer) {
    Lambda lambda =
        model
            .coroutines()
            .lambda(model.trees().getTypeMirror(path), () -> model.suspensions().awaits(path));
    if (lambda == null) {
      return null;
    }
    boolean inBlocking = outer.isOrdinary() && outer.mayBlock();
    boolean mayBlock = lambda.kind() == null && (inBlocking || Callees.takesBlocking(model, path));
    return new Body(
        Form.LAMBDA, lambda.kind(), outer.name(), lambda.face(), false, false, mayBlock);
  }

  /** Whether the value of a lambda's expression is dropped, as its interface's method has none. */
  boolean dropsResult(TreePath path) {
    var tree = (LambdaExpressionTree) path.getLeaf();
    return tree.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
        && model.coroutines().returnsNothing(model.trees().getTypeMirror(path));
  }

  /** That of what a field begins with. */
  @Nullable Body ofField(TreePath path) {
    Element field = model.trees().getElement(path);
    return field == null
        ? null
        : ofInitializer(
            field.getEnclosingElement(), field.getModifiers().contains(Modifier.STATIC));
  }

  /** That of a block in a class. */
  @Nullable Body ofInitializer(TreePath type, boolean isStatic) {
    Element element = model.trees().getElement(type);
    return element == null ? null : ofInitializer(element, isStatic);
  }

  private Body ofInitializer(@Nullable Element type, boolean isStatic) {
    return isStatic
        ? Body.ordinary(Form.STATIC_INITIALIZER, nameOf(type) + ".<clinit>")
        : Body.ordinary(Form.CONSTRUCTOR, nameOf(type) + ".<init>");
  }

  private String nameOf(@Nullable Element type) {
    return type instanceof TypeElement element ? model.members().binaryName(element) : "unknown";
  }
}
