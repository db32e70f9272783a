package dev.weft.checker.model;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.weft.checker.model.Suspension.Form;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Finds what suspends in sources: calls, loops over async iterators, resources. */
public final class Suspensions {

  private final Trees trees;
  private final Members members;
  private final Coroutines coroutines;
  private final Map<TypeElement, Boolean> asyncIterables = new HashMap<>();
  private final Map<TypeElement, Optional<ExecutableElement>> closes = new HashMap<>();

  Suspensions(Trees trees, Members members, Coroutines coroutines) {
    this.trees = trees;
    this.members = members;
    this.coroutines = coroutines;
  }

  /** The method that a call, constructor call or reference names, or null if that is not known. */
  public @Nullable ExecutableElement callee(TreePath path) {
    return trees.getElement(path) instanceof ExecutableElement method ? method : null;
  }

  /** What suspends at a tree: a call, a {@code for} loop or a resource; null if nothing does. */
  public @Nullable Suspension at(TreePath path) {
    Tree tree = path.getLeaf();
    if (tree instanceof MethodInvocationTree call) {
      return call(path, call);
    }
    if (tree instanceof EnhancedForLoopTree loop) {
      TreePath expression = new TreePath(path, loop.getExpression());
      return isAsyncIterable(trees.getTypeMirror(expression))
          ? new Suspension(expression, expression, "hasNext", null, Form.LOOP)
          : null;
    }
    return path.getParentPath() != null
            && path.getParentPath().getLeaf() instanceof TryTree block
            && block.getResources().contains(tree)
        ? close(path)
        : null;
  }

  private @Nullable Suspension call(TreePath path, MethodInvocationTree call) {
    ExecutableElement method = callee(path);
    if (method == null) {
      return null;
    }
    String name = method.getSimpleName().toString();
    Intrinsic intrinsic = Intrinsic.of(method);
    if (intrinsic != null) {
      return new Suspension(path, placeOf(path, call, intrinsic), name, intrinsic, Form.CALL);
    }
    return coroutines.kindOf(method) == Kind.SUSPENDING
        ? new Suspension(path, path, name, null, Form.CALL)
        : null;
  }

  /** Where the task that is awaited is made by a call, the weaver makes one call of the two. */
  private TreePath placeOf(TreePath path, MethodInvocationTree call, Intrinsic intrinsic) {
    if (!intrinsic.consumes() || call.getArguments().size() != 1) {
      return path;
    }
    ExpressionTree argument = call.getArguments().get(0);
    TreePath inner = new TreePath(path, argument);
    while (argument instanceof ParenthesizedTree around) {
      argument = around.getExpression();
      inner = new TreePath(inner, argument);
    }
    ExecutableElement made = argument instanceof MethodInvocationTree ? callee(inner) : null;
    return made != null && coroutines.kindOf(made) != null ? inner : path;
  }

  private boolean isAsyncIterable(@Nullable TypeMirror type) {
    TypeElement element = type == null ? null : members.erased(type);
    if (element == null) {
      return false;
    }
    Boolean answer = asyncIterables.get(element);
    if (answer == null) {
      ExecutableElement iterator = members.method(element, "iterator");
      TypeElement made = iterator == null ? null : members.erased(iterator.getReturnType());
      answer = made != null && members.isSubtype(made, Names.ASYNC_ITERATOR);
      asyncIterables.put(element, answer);
    }
    return answer;
  }

  private @Nullable Suspension close(TreePath resource) {
    TypeMirror type = trees.getTypeMirror(resource);
    TypeElement element = type == null ? null : members.erased(type);
    if (element == null) {
      return null;
    }
    ExecutableElement close =
        closes
            .computeIfAbsent(element, each -> Optional.ofNullable(members.method(each, "close")))
            .orElse(null);
    return close != null && coroutines.kindOf(close) == Kind.SUSPENDING
        ? new Suspension(resource, resource, "close", null, Form.CLOSE)
        : null;
  }

  /** Whether the code of a lambda itself awaits, or calls what suspends. */
  public boolean awaits(TreePath lambda) {
    Tree body = ((LambdaExpressionTree) lambda.getLeaf()).getBody();
    return Boolean.TRUE.equals(new AwaitFinder().scan(new TreePath(lambda, body), null));
  }

  private final class AwaitFinder extends TreePathScanner<Boolean, @Nullable Void> {

    @Override
    public Boolean scan(@Nullable Tree tree, @Nullable Void unused) {
      return tree != null
          && (suspends(new TreePath(getCurrentPath(), tree))
              || (!isOther(tree) && Boolean.TRUE.equals(super.scan(tree, null))));
    }

    @Override
    public Boolean scan(TreePath path, @Nullable Void unused) {
      return suspends(path)
          || (!isOther(path.getLeaf()) && Boolean.TRUE.equals(super.scan(path, null)));
    }

    /** Whether a tree is code that runs at another time. */
    private static boolean isOther(Tree tree) {
      return tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
    }

    private boolean suspends(TreePath path) {
      Suspension found = at(path);
      return found != null && (found.intrinsic() == null || !found.intrinsic().emits());
    }

    @Override
    public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
      return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
    }
  }
}
