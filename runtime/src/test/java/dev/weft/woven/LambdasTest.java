package dev.weft.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lambdas that are given a woven body besides the ordinary method. */
class LambdasTest {

  private static final MethodType WOVEN =
      MethodType.methodType(Object.class, int.class, WovenCarrier.class);

  /** What the weaver would add for a lambda of {@code AsyncCallable}. */
  interface Face extends AsyncCallable<Object> {
    @Override
    Object call(int room, WovenCarrier carrier);

    @Override
    default Object call() {
      return call(100, WovenCarrier.current()) + " through the entry";
    }
  }

  @SuppressWarnings("UnusedMethod") // found by method handles
  private static Object body(String captured, int unused, WovenCarrier carrier) {
    return captured + (carrier == WovenCarrier.current());
  }

  /** A class file as generated code carries it: in a string. */
  static String classFile(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static AsyncCallable<?> make(String captured, Object... more) throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle body =
        lookup.findStatic(LambdasTest.class, "body", WOVEN.insertParameterTypes(0, String.class));
    Object[] arguments = {Face.class.getName(), classFile(Face.class), WOVEN, body, WOVEN};
    Object[] all = new Object[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    MethodType type = MethodType.methodType(AsyncCallable.class, String.class);
    CallSite site = Lambdas.link(lookup, "call", type, all);
    assertThat(site.type()).isEqualTo(type);
    return (AsyncCallable<?>) site.dynamicInvoker().invokeExact(captured);
  }

  @Test
  void theLambdaHasBoth() throws Throwable {
    AsyncCallable<?> lambda = make("captured ");

    assertThat((Object) lambda.call(100, WovenCarrier.current())).isEqualTo("captured true");
    assertThat((Object) lambda.call()).isEqualTo("captured true through the entry");
  }

  @Test
  void aSecondLambdaSharesTheInterface() throws Throwable {
    assertThat(make("a")).isInstanceOf(Face.class);
    assertThat(make("b")).isInstanceOf(Face.class);
  }

  @Test
  void markersAreKept() throws Throwable {
    AsyncCallable<?> lambda =
        make("marked ", LambdaMetafactory.FLAG_MARKERS, 1, java.util.RandomAccess.class);

    assertThat(lambda).isInstanceOf(java.util.RandomAccess.class);
    assertThat((Object) lambda.call(100, WovenCarrier.current())).isEqualTo("marked true");
  }
}
