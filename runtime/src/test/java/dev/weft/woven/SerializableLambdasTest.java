package dev.weft.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import java.io.Serializable;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.junit.jupiter.api.Test;

/** Lambdas with a woven body that are serialised as they were compiled. */
class SerializableLambdasTest {

  private static final MethodType PLAIN = MethodType.methodType(Object.class);
  private static final MethodType WOVEN =
      MethodType.methodType(Object.class, int.class, WovenCarrier.class);

  /** What the weaver would add for a lambda of {@code AsyncCallable}. */
  interface Face extends AsyncCallable<Object> {
    @Override
    Object call(int room, WovenCarrier carrier);

    @Override
    default Object call() {
      return call(100, WovenCarrier.current());
    }
  }

  /** The class around it. */
  record Wrapper(Face delegate, Object form) implements Face, Serializable {
    @Override
    public Object call(int room, WovenCarrier carrier) {
      return delegate.call(room, carrier);
    }
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by method handles
  private static Object body(long captured, String text) {
    throw new AssertionError("the compiled body is only named");
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by method handles
  private static Object body(long captured, String text, int room, WovenCarrier carrier) {
    return text + captured;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by method handles
  private static Object nothing(int room, WovenCarrier carrier) {
    return "nothing";
  }

  private static CallSite link(MethodHandle compiled, MethodHandle woven, MethodType type)
      throws Throwable {
    return SerializableLambdas.link(
        MethodHandles.lookup(),
        "call",
        type,
        Face.class.getName(),
        LambdasTest.classFile(Face.class),
        Wrapper.class.getName(),
        LambdasTest.classFile(Wrapper.class),
        PLAIN,
        compiled,
        PLAIN,
        WOVEN,
        woven,
        WOVEN);
  }

  private static MethodHandle find(String name, MethodType type) throws Exception {
    return MethodHandles.lookup().findStatic(SerializableLambdasTest.class, name, type);
  }

  @Test
  void theFormIsThatOfTheCompiledLambda() throws Throwable {
    Class<?>[] captured = {long.class, String.class};
    CallSite site =
        link(
            find("body", PLAIN.insertParameterTypes(0, captured)),
            find("body", WOVEN.insertParameterTypes(0, captured)),
            MethodType.methodType(AsyncCallable.class, captured));

    var lambda = (Wrapper) (AsyncCallable<?>) site.dynamicInvoker().invokeExact(7L, "text");

    assertThat(lambda.call()).isEqualTo("text7");
    assertThat((SerializedLambda) lambda.form())
        .returns("dev/weft/AsyncCallable", SerializedLambda::getFunctionalInterfaceClass)
        .returns("()Ljava/lang/Object;", SerializedLambda::getFunctionalInterfaceMethodSignature)
        .returns("body", SerializedLambda::getImplMethodName)
        .returns(
            "(JLjava/lang/String;)Ljava/lang/Object;", SerializedLambda::getImplMethodSignature)
        .returns(7L, form -> form.getCapturedArg(0))
        .returns("text", form -> form.getCapturedArg(1));
  }

  @Test
  void aLambdaThatCapturesNothingIsMadeOnce() throws Throwable {
    MethodHandle body = find("nothing", WOVEN);
    CallSite site = link(body, body, MethodType.methodType(AsyncCallable.class));

    var first = (AsyncCallable<?>) site.dynamicInvoker().invokeExact();
    var second = (AsyncCallable<?>) site.dynamicInvoker().invokeExact();

    assertThat(first).isSameAs(second);
    assertThat((Object) first.call()).isEqualTo("nothing");
  }
}
