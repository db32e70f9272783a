package dev.weft.benchmarks.threads;

import dev.weft.benchmarks.common.Toggle;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;

/** The JDK's structured task scope, a preview of JDK 25, which JDK 17 does not compile against. */
public final class StructuredScopes {

  private static final MethodHandle OPEN = handle("open");
  private static final MethodHandle FORK = handle("fork", Callable.class);
  private static final MethodHandle JOIN = handle("join");
  private static final MethodHandle CLOSE = handle("close");

  private StructuredScopes() {}

  private static MethodHandle handle(String name, Class<?>... parameters) {
    try {
      Class<?> scope = Class.forName("java.util.concurrent.StructuredTaskScope");
      Method method = scope.getMethod(name, parameters);
      MethodHandle found = MethodHandles.publicLookup().unreflect(method);
      return found.asType(found.type().generic());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JDK 25 with --enable-preview is needed", e);
    }
  }

  /** Forks {@code children} that each yield once; the sum of their values. */
  public static long scope(Integer[] values, int children) {
    long[] sum = new long[children];
    try {
      Object scope = OPEN.invoke();
      try {
        for (int i = 0; i < children; i++) {
          int index = i;
          Callable<Object> child =
              () -> {
                Toggle.giveWay();
                sum[index] = values[index];
                return null;
              };
          Object unused = FORK.invoke(scope, (Object) child);
        }
        Object unused = JOIN.invoke(scope);
      } finally {
        Object unused = CLOSE.invoke(scope);
      }
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
    long all = 0;
    for (long each : sum) {
      all += each;
    }
    return all;
  }
}
