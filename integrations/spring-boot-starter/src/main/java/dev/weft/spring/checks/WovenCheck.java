package dev.weft.spring.checks;

import dev.weft.spring.SuspendingMethod;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Refuses handler methods that are marked as coroutines and are none. */
public final class WovenCheck {

  private static final String HOW =
      "Start the application with -javaagent:weft-agent.jar, or let the build weave its classes:"
          + " weft-maven-plugin, or the Gradle plugin dev.weft.";

  private WovenCheck() {}

  /**
   * Looks at one handler method.
   *
   * @throws RefusedMethodException if the application cannot start with it
   */
  public static void check(Method method) {
    if (!Kinds.isMarked(method)) {
      return;
    }
    if (!isWoven(method.getDeclaringClass())) {
      throw new RefusedMethodException(
          method, "is marked @Async, but its class has not been woven, so it cannot suspend", HOW);
    }
    if (!Kinds.outlivesItsCall(method) && SuspendingMethod.of(method) == null) {
      throw new RefusedMethodException(
          method,
          "is marked @Async, but has not been woven, so it cannot suspend",
          "The weaver has refused it, and said why when it did: in the output of the build, or on"
              + " standard error if it is the agent.");
    }
  }

  /** By the mark that the weaver leaves. */
  private static boolean isWoven(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(each -> each.getName().equals("weft$woven"));
  }
}
