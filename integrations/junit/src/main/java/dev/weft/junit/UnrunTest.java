package dev.weft.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A test that JUnit Jupiter passes over since it returns a task. */
final class UnrunTest extends AbstractTestDescriptor {

  private final Class<?> testClass;
  private final Method method;

  UnrunTest(UniqueId id, Class<?> testClass, Method method) {
    super(id, method.getName() + "()", MethodSource.from(testClass, method));
    this.testClass = testClass;
    this.method = method;
  }

  /** The class of such tests. */
  static final class OfClass extends AbstractTestDescriptor {

    OfClass(UniqueId id, Class<?> type) {
      super(id, type.getSimpleName(), ClassSource.from(type));
    }

    @Override
    public Type getType() {
      return TestDescriptor.Type.CONTAINER;
    }
  }

  @Override
  public Type getType() {
    return TestDescriptor.Type.TEST;
  }

  /** Whether there are any in a class that JUnit makes objects of, or in one nested in it. */
  static boolean areIn(Class<?> type) {
    return !Modifier.isAbstract(type.getModifiers())
        && !(in(type).isEmpty() && nestedIn(type).isEmpty());
  }

  /** Those of JUnit's nested classes in {@code type} that have any. */
  static List<Class<?>> nestedIn(Class<?> type) {
    return ReflectionSupport.findNestedClasses(
        type, each -> AnnotationSupport.isAnnotated(each, Nested.class) && areIn(each));
  }

  static List<Method> in(Class<?> type) {
    return ReflectionSupport.findMethods(type, UnrunTest::is, HierarchyTraversalMode.TOP_DOWN);
  }

  /** Whether it is a test, and returns a task, or something else in a coroutine. */
  static boolean is(Method method) {
    Class<?> result = method.getReturnType();
    return result != void.class
        && !method.isSynthetic()
        && (CompletionStage.class.isAssignableFrom(result) || WovenCheck.isMarked(method))
        && (AnnotationSupport.isAnnotated(method, Test.class)
            || AnnotationSupport.isAnnotated(method, TestTemplate.class));
  }

  AssertionError failure() {
    String name = testClass.getName() + "." + method.getName();
    var failure =
        new AssertionError(
            name
                + " returns "
                + method.getReturnType().getSimpleName()
                + ", and JUnit Jupiter runs no test that returns anything. Make it void, and await"
                + " in it what it returns now: @Test @Async void "
                + method.getName()
                + "() { await(...); }");
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(method.getDeclaringClass().getName(), method.getName(), null, -1)
        });
    return failure;
  }
}
