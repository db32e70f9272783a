package dev.weft.spring;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.woven.Receivers;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * A suspending method as it was woven: the method that was written, and the body that coroutines
 * call. Any thread.
 */
public final class SuspendingMethod {

  private static final Map<Method, Optional<SuspendingMethod>> KNOWN =
      new ConcurrentReferenceHashMap<>();

  private final Method written;
  private final Method body;
  private final Receivers receivers;

  private SuspendingMethod(Method written, Method body) {
    this.written = written;
    this.body = body;
    receivers =
        new Receivers(
            MethodHandles.lookup(),
            written.getDeclaringClass().getName(),
            written.getName(),
            descriptor(written),
            descriptor(body));
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  /** {@code method} as a suspending one; null if it is another kind, or was not woven. */
  public static @Nullable SuspendingMethod of(Method method) {
    return KNOWN.computeIfAbsent(method, SuspendingMethod::find).orElse(null);
  }

  private static Optional<SuspendingMethod> find(Method method) {
    Method written = BridgeMethodResolver.findBridgedMethod(method);
    if (isOfAnotherKind(written.getReturnType())) {
      return Optional.empty();
    }
    Class<?>[] parameters = written.getParameterTypes();
    int own = parameters.length;
    Class<?>[] all = Arrays.copyOf(parameters, own + 2);
    all[own] = int.class;
    all[own + 1] = WovenCarrier.class;
    try {
      Method body = written.getDeclaringClass().getDeclaredMethod(written.getName(), all);
      return body.getReturnType() == written.getReturnType()
          ? Optional.of(new SuspendingMethod(written, body))
          : Optional.empty();
    } catch (NoSuchMethodException notWoven) {
      return Optional.empty();
    }
  }

  private static boolean isOfAnotherKind(Class<?> type) {
    return CompletionStage.class.isAssignableFrom(type)
        || type == Generator.class
        || type == AsyncGenerator.class;
  }

  /**
   * Whether calling the body on {@code bean} is what a call of the method means. If not, as with a
   * proxy whose advice surrounds the method, the method itself has to be called, on a thread that
   * may block.
   */
  public boolean hasBodyIn(Object bean) {
    return Modifier.isStatic(written.getModifiers()) || receivers.haveBody(bean);
  }

  /** Starts a coroutine that calls the body; only where {@link #hasBodyIn}. */
  public Task<Object> start(HandlerScheduler on, Object bean, @Nullable Object[] arguments) {
    return Weft.start(on.next(), new BodyCall(body, bean, arguments)).withName(name());
  }

  /** Calls the method that was written, which blocks this thread while it is suspended. */
  public @Nullable Object callOrdinary(Object bean, @Nullable Object[] arguments) throws Exception {
    return HandlerCalls.invoke(written, bean, arguments);
  }

  /** For messages and dumps: {@code UserController.get}. */
  public String name() {
    return ClassUtils.getShortName(written.getDeclaringClass()) + "." + written.getName();
  }
}
