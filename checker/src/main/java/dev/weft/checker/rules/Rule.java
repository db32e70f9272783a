package dev.weft.checker.rules;

import com.sun.source.util.TreePath;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Suspension;
import javax.lang.model.element.ExecutableElement;

/** Something that is checked; told of each place of a class that may matter, in source order. */
public interface Rule {

  /** A method or constructor. */
  default void method(TreePath path, ExecutableElement method, Body body) {}

  /** Something that suspends in coroutines. */
  default void suspension(Suspension suspension, Body body) {}

  /** A call of a method or constructor. */
  default void call(TreePath path, ExecutableElement callee, Body body) {}

  /** A method reference. */
  default void reference(TreePath path, ExecutableElement callee, Body body) {}

  /** An expression whose value is dropped. */
  default void dropped(TreePath path, Body body) {}

  /** A variable that code declares. */
  default void variable(TreePath path, Body body) {}

  /** A {@code for} loop over a collection, generator or the like. */
  default void loop(TreePath path, Body body) {}
}
