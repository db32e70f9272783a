package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link AsyncTests} registers with JUnit. Registered by itself,
 * {@code @ExtendWith(WeftExtension.class)}, it does the same with the annotation's defaults.
 */
@SuppressWarnings("NullAway") // what it sees of JUnit's nullness depends on the JDK that compiles
public final class WeftExtension
    implements BeforeAllCallback, AfterEachCallback, InvocationInterceptor, ParameterResolver {

  private static final Namespace OURS = Namespace.create(WeftExtension.class);

  /** The defaults of {@link AsyncTests}. */
  @AsyncTests
  private static final class Defaults {}

  /** For JUnit. */
  public WeftExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    WovenCheck.check(context.getRequiredTestClass());
  }

  // ---- methods that run as coroutines ----

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    var unused = intercept(invocation, call, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    var unused = intercept(invocation, call, context);
  }

  @Override
  @SuppressWarnings("unchecked") // JUnit looks at what it gets
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
      throws Throwable {
    return (T) intercept(invocation, call, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    var unused = intercept(invocation, call, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    var unused = intercept(invocation, call, context);
  }

  private static @Nullable Object intercept(
      Invocation<?> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
      throws Throwable {
    Method method = call.getExecutable();
    List<@Nullable Object> arguments = call.getArguments();
    BodyCall body = BodyCall.of(method, call.getTarget().orElse(null), arguments);
    if (body == null) {
      WovenCheck.check(method); // for one that is registered for a method only
      return invocation.proceed();
    }
    invocation.skip();
    AsyncTests settings = settings(context);
    return testRun(context, settings)
        .run(name(method, context), body, TimeLimit.of(method, settings, context));
  }

  // ---- the test that they belong to ----

  private static AsyncTests settings(ExtensionContext context) {
    return context
        .getTestMethod()
        .flatMap(method -> AnnotationSupport.findAnnotation(method, AsyncTests.class))
        .or(() -> ofClass(context))
        .orElseGet(() -> Defaults.class.getAnnotation(AsyncTests.class));
  }

  private static Optional<AsyncTests> ofClass(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
        context.getRequiredTestClass(), AsyncTests.class, context.getEnclosingTestClasses());
  }

  /** Made by whoever needs it first; JUnit closes it when the test is over. */
  @SuppressWarnings("deprecation") // what replaces it is not in JUnit 5
  private static TestRun testRun(ExtensionContext context, AsyncTests settings) {
    var unused =
        context
            .getRoot()
            .getStore(OURS)
            .getOrComputeIfAbsent(Observation.class, key -> Observation.begin());
    return context
        .getStore(OURS)
        .getOrComputeIfAbsent(
            TestRun.class,
            key -> new TestRun(name(context), settings.on(), settings.leftovers()),
            TestRun.class);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    TestRun run = context.getStore(OURS).get(TestRun.class, TestRun.class);
    if (run != null) {
      run.end(context.getExecutionException().orElse(null));
    }
  }

  private static String name(Method method, ExtensionContext context) {
    return method.equals(context.getRequiredTestMethod())
        ? name(context)
        : name(context) + ", " + method.getName() + "()";
  }

  /** {@code OrderTest.ships()}, of one of several invocations with its name in JUnit's reports. */
  private static String name(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName() + "()";
    String shown = context.getDisplayName();
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + method
        + (shown.equals(method) ? "" : " (" + shown + ")");
  }

  // ---- parameters ----

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == VirtualTime.class
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (testRun(context, settings(context)).scheduler() instanceof TestTime virtual) {
      return virtual.time();
    }
    throw new ParameterResolutionException(
        parameter.getDeclaringExecutable().toGenericString()
            + " has a parameter VirtualTime, which only a test with"
            + " @AsyncTests(on = RunsOn.VIRTUAL_TIME) can have");
  }
}
