package dev.weft.checker.rules;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.checker.model.Model;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Methods of the runtime that rules know by name. */
public final class Callees {

  private static final Set<String> TAKE_BLOCKING = Set.of("blocking", "offload", "executeBlocking");

  private Callees() {}

  /**
   * Whether what stands here is passed to {@code Weft.blocking} or the like, to be run elsewhere.
   */
  public static boolean takesBlocking(Model model, TreePath argument) {
    TreePath parent = argument.getParentPath();
    if (parent == null
        || !(parent.getLeaf() instanceof MethodInvocationTree call)
        || !call.getArguments().contains(argument.getLeaf())) {
      return false;
    }
    ExecutableElement callee = model.suspensions().callee(parent);
    return callee != null
        && ownerOf(callee).startsWith("dev.weft.")
        && TAKE_BLOCKING.contains(callee.getSimpleName().toString());
  }

  /** The qualified name of the type that declares a method. */
  static String ownerOf(ExecutableElement method) {
    return method.getEnclosingElement() instanceof TypeElement type
        ? type.getQualifiedName().toString()
        : "";
  }

  static boolean is(@Nullable ExecutableElement method, String owner, String name) {
    return method != null
        && method.getSimpleName().contentEquals(name)
        && ownerOf(method).equals(owner);
  }
}
