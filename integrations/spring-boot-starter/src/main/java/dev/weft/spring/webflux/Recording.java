package dev.weft.spring.webflux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.web.method.HandlerMethod;

/**
 * A handler method that notes its arguments instead of doing anything, for one request. So Spring
 * resolves and validates them as ever; its own way of calling methods cannot be extended.
 *
 * <p>Spring copies a handler method before it calls it, and what it calls is a stand-in of the
 * bean's class. All else that it asks of this one, {@code @ModelAttribute} and
 * {@code @ExceptionHandler} methods for instance, it gets from the bean itself.
 */
final class Recording extends HandlerMethod {

  private static final Map<Class<?>, Class<?>> STAND_INS = new ConcurrentReferenceHashMap<>();
  private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

  private final HandlerMethod handler;
  private final Recorder recorder;

  private Recording(HandlerMethod handler, Object standIn, Recorder recorder) {
    super(handler, standIn, false);
    this.handler = handler;
    this.recorder = recorder;
  }

  static Recording of(HandlerMethod handler) {
    var recorder = new Recorder(handler.getMethod());
    Object standIn = OBJENESIS.newInstance(standIn(handler.getMethod().getDeclaringClass()), true);
    ((Factory) standIn).setCallback(0, recorder);
    return new Recording(handler, standIn, recorder);
  }

  /** Whether a subclass can stand in for calls of {@code method}. */
  static boolean isPossible(Method method) {
    int none = Modifier.FINAL | Modifier.PRIVATE | Modifier.STATIC;
    return !Modifier.isFinal(method.getDeclaringClass().getModifiers())
        && (method.getModifiers() & none) == 0;
  }

  private static Class<?> standIn(Class<?> of) {
    return STAND_INS.computeIfAbsent(of, Recording::make);
  }

  private static Class<?> make(Class<?> of) {
    var enhancer = new Enhancer();
    if (of.isInterface()) {
      enhancer.setInterfaces(new Class<?>[] {of});
    } else {
      enhancer.setSuperclass(of);
    }
    enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
    enhancer.setAttemptLoad(true);
    enhancer.setCallbackType(MethodInterceptor.class);
    return enhancer.createClass();
  }

  /** The bean, not the stand-in that is called. */
  @Override
  public Object getBean() {
    return handler.getBean();
  }

  /** What the method was called with; null if it was not, since an argument could not be made. */
  @Nullable Object @Nullable [] arguments() {
    return recorder.arguments;
  }

  /** What the methods of a stand-in do. */
  private static final class Recorder implements MethodInterceptor {
    private final Method recorded;
    private volatile @Nullable Object @Nullable [] arguments;

    Recorder(Method recorded) {
      this.recorded = recorded;
    }

    @Override
    public @Nullable Object intercept(
        Object standIn, Method called, @Nullable Object[] all, MethodProxy unused)
        throws InvocationTargetException {
      if (called.getName().equals(recorded.getName())) {
        arguments = all;
      }
      return null; // of a primitive type, that is zero
    }
  }
}
