package dev.weft.junit;

import dev.weft.annotations.Async;
import dev.weft.annotations.Coroutine;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Refuses test classes that were not woven, once for each, and says what to do about it. */
final class WovenCheck {

  private static final String HOW =
      " Either let weft-maven-plugin weave the test classes (its goal weave-tests, bound to"
          + " process-test-classes), or start the JVM of the tests with -javaagent:weft-agent.jar:"
          + " Surefire's argLine, jvmArgs of Gradle's test task, the VM options of the IDE's run"
          + " configuration. An IDE that compiles by itself needs the agent, or its builds"
          + " delegated to Maven.";

  private WovenCheck() {}

  /** The class, those it extends, and the interfaces whose default methods are tests. */
  static void check(Class<?> testClass) {
    for (Method method :
        ReflectionSupport.findMethods(
            testClass,
            each -> isMarked(each) && !isAbstract(each),
            HierarchyTraversalMode.TOP_DOWN)) {
      check(method);
    }
  }

  /** The class that declares {@code method}, if that is a coroutine by its own mark. */
  static void check(Method method) {
    Class<?> declaring = method.getDeclaringClass();
    if (isMarked(method) && !isWoven(declaring)) {
      throw new ExtensionConfigurationException(
          declaring.getName()
              + " has not been woven, so its @Async methods, "
              + method.getName()
              + " for one, cannot be coroutines."
              + HOW);
    }
  }

  /** Whether a method itself is marked as a coroutine. */
  static boolean isMarked(Method method) {
    return method.isAnnotationPresent(Async.class) || method.isAnnotationPresent(Coroutine.class);
  }

  private static boolean isAbstract(Method method) {
    return Modifier.isAbstract(method.getModifiers());
  }

  /** By the mark that the weaver leaves. */
  private static boolean isWoven(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(each -> each.getName().equals("weft$woven"));
  }
}
