package dev.weft.spring.checks;

import java.lang.reflect.Method;

/** An application cannot start with a method as it is: something would be wrong silently. */
public final class RefusedMethodException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String problem;
  private final String action;

  /**
   * Names the method, with its place in the source.
   *
   * @param problem what is wrong, behind the method's name
   * @param action what to do
   */
  public RefusedMethodException(Method method, String problem, String action) {
    super(Places.describe(method) + " " + problem + ". " + action);
    this.problem = Places.describe(method) + " " + problem + ".";
    this.action = action;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** What to do. */
  public String action() {
    return action;
  }
}
