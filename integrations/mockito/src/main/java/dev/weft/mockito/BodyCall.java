package dev.weft.mockito;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.woven.AsyncGeneratorMethod;
import dev.weft.woven.GeneratorMethod;
import dev.weft.woven.Suspend;
import dev.weft.woven.TaskMethod;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;
import org.mockito.invocation.Invocation;
import org.mockito.invocation.MockHandler;

/**
 * One call of a woven body on a mock or spy, answered as a call of the method that was written.
 *
 * <p>What a task method's answer returns is awaited. A spy's real method is the body, on the
 * caller's carrier: if that suspends, so does the caller. Where an answer of the test's own calls
 * the real method, it has to see the result, so there a body that suspends blocks as it does in
 * ordinary code.
 */
final class BodyCall {

  private static final String MOCKITO = "org.mockito.";
  private static final String OWN = BodyCall.class.getPackageName() + ".";

  private final Invocation invocation;
  private final WovenCarrier carrier;
  private final Method ordinary;

  private BodyCall(Invocation invocation, WovenCarrier carrier, Method ordinary) {
    this.invocation = invocation;
    this.carrier = carrier;
    this.ordinary = ordinary;
  }

  /** The call, or null if {@code invocation} resumes one: then nobody but the body is concerned. */
  static @Nullable BodyCall of(Invocation invocation, WovenCarrier carrier) {
    Method body = invocation.getMethod();
    Class<?>[] all = body.getParameterTypes();
    if (!isBody(all)) {
      return null;
    }
    Class<?>[] parameters = Arrays.copyOf(all, all.length - 2);
    Method found = null;
    for (Method method : body.getDeclaringClass().getDeclaredMethods()) {
      if (method.getName().equals(body.getName())
          && Arrays.equals(method.getParameterTypes(), parameters)
          && (found == null || fitsBetter(method, found, body))) {
        found = method;
      }
    }
    return found == null ? null : new BodyCall(invocation, carrier, found);
  }

  /**
   * Bodies end with the stack that is left and the carrier, a task method's the other way round.
   */
  private static boolean isBody(Class<?>[] parameters) {
    int own = parameters.length - 2;
    return own >= 0
        && Set.of(parameters[own], parameters[own + 1])
            .equals(Set.of(int.class, WovenCarrier.class));
  }

  /** Of a method and its bridges, the one whose result the body has, or else the one written. */
  private static boolean fitsBetter(Method method, Method found, Method body) {
    return method.getReturnType() == body.getReturnType() || found.isBridge();
  }

  @Nullable Object answerBy(MockHandler<?> handler) throws Throwable {
    if (isOfTaskLikeType()) {
      throw new UnsupportedOperationException(
          name()
              + " returns a type that only META-INF/weft/task-types makes task-like, and cannot be"
              + " called on a mock or spy by a coroutine that awaits it at once; put what it"
              + " returns into a variable first, and await that");
    }
    Object[] arguments = invocation.getRawArguments();
    Invocation written =
        Mockito.framework()
            .getInvocationFactory()
            .createInvocation(
                invocation.getMock(),
                handler.getMockSettings(),
                ordinary,
                this::callReal,
                Arrays.copyOf(arguments, arguments.length - 2));
    return take(handler.handle(written));
  }

  private @Nullable Object take(@Nullable Object answer) throws Throwable {
    if (isTask() && answer instanceof CompletionStage<?> stage) {
      return Suspend.returned(stage, carrier, name());
    }
    if (isTask()) {
      return Suspend.returned(null, carrier, name()); // says whose task is missing
    }
    if (isGenerator()) {
      GeneratorMethod.returned((Generator<?>) answer, carrier);
      return null;
    }
    if (isAsyncGenerator()) {
      AsyncGeneratorMethod.returned(answer, carrier);
      return null;
    }
    return answer;
  }

  /** The body returns what is in the task, and only the weaver knows how that is got. */
  private boolean isOfTaskLikeType() {
    Class<?>[] parameters = invocation.getMethod().getParameterTypes();
    return !isTask()
        && ordinary.getReturnType() != Object.class // a bridge
        && parameters[parameters.length - 1] == int.class;
  }

  private String name() {
    return ordinary.getDeclaringClass().getName() + "." + ordinary.getName();
  }

  private boolean isTask() {
    return CompletionStage.class.isAssignableFrom(ordinary.getReturnType())
        && invocation.getMethod().getReturnType() == Object.class;
  }

  private boolean isGenerator() {
    return Generator.class == ordinary.getReturnType();
  }

  private boolean isAsyncGenerator() {
    return AsyncGenerator.class == ordinary.getReturnType();
  }

  private @Nullable Object callReal() throws Throwable {
    if (isTask()) {
      return startReal();
    }
    Object result = invocation.callRealMethod();
    return carrier.isUnwinding() && isSeenByAnAnswer() ? block() : result;
  }

  private Object startReal() {
    TaskMethod call = TaskMethod.begin();
    Object task;
    try {
      task = call.returned(invocation.callRealMethod());
    } catch (Throwable thrown) {
      task = call.threw(thrown);
    }
    return ordinary.getReturnType() == CompletableFuture.class ? TaskMethod.future(task) : task;
  }

  /**
   * Whether code between the caller and the real method, that is not Mockito's, gets the result.
   */
  private static boolean isSeenByAnAnswer() {
    return StackWalker.getInstance()
        .walk(
            calls ->
                calls
                    .map(StackWalker.StackFrame::getClassName)
                    .dropWhile(name -> name.startsWith(OWN))
                    .takeWhile(name -> !name.startsWith(OWN))
                    .anyMatch(name -> !name.startsWith(MOCKITO)));
  }

  private @Nullable Object block() {
    Class<?> type = ordinary.getReturnType();
    if (type == void.class) {
      carrier.blockVoid();
      return null;
    }
    if (type == long.class) {
      return carrier.blockLong();
    }
    if (type == double.class) {
      return carrier.blockDouble();
    }
    if (type == float.class) {
      return carrier.blockFloat();
    }
    return type.isPrimitive() ? narrowed(carrier.blockInt(), type) : carrier.blockObject();
  }

  private static Object narrowed(int value, Class<?> type) {
    if (type == boolean.class) {
      return value != 0;
    }
    if (type == char.class) {
      return (char) value;
    }
    if (type == byte.class) {
      return (byte) value;
    }
    return type == short.class ? (Object) (short) value : (Object) value;
  }
}
