package dev.weft.junit;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * How long a method may run by {@link AsyncTests#timeout}.
 *
 * @param seconds 0 if it is not limited, or by JUnit
 */
record TimeLimit(int seconds) {

  private static final String PREFIX = "junit.jupiter.execution.timeout.";

  /** Of JUnit's parameters those that can set a limit for methods that run here. */
  private static final List<String> DEFAULTS =
      List.of(
          "default",
          "testable.method.default",
          "test.method.default",
          "testtemplate.method.default",
          "testfactory.method.default",
          "lifecycle.method.default",
          "beforeeach.method.default",
          "aftereach.method.default");

  private static final boolean IS_DEBUGGED =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .anyMatch(each -> each.startsWith("-agentlib:jdwp") || each.startsWith("-Xrunjdwp"));

  static TimeLimit of(Method method, AsyncTests settings, ExtensionContext context) {
    boolean isLimited = settings.timeout() > 0 && !IS_DEBUGGED;
    return new TimeLimit(isLimited && !isJUnits(method, context) ? settings.timeout() : 0);
  }

  private static boolean isJUnits(Method method, ExtensionContext context) {
    return AnnotationSupport.isAnnotated(method, Timeout.class)
        || context
            .getTestClass()
            .flatMap(
                type ->
                    AnnotationSupport.findAnnotation(
                        type, Timeout.class, context.getEnclosingTestClasses()))
            .isPresent()
        || DEFAULTS.stream()
            .anyMatch(each -> context.getConfigurationParameter(PREFIX + each).isPresent());
  }

  RealTime begin() {
    return seconds > 0 ? RealTime.ofSeconds(seconds) : RealTime.unlimited();
  }

  @Override
  public String toString() {
    return seconds + " s";
  }
}
