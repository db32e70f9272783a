package dev.weft.benchmarks.threads;

import dev.weft.benchmarks.common.Toggle;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;

/** The JDK's structured task scope, a preview of JDK 25, which JDK 17 does not compile against. */
public final class StructuredScopes {

  private static final String NEEDED = "JDK 25 with --enable-preview";
  private static final Class<?> SCOPE =
      Handles.type("java.util.concurrent.StructuredTaskScope", NEEDED);
  private static final MethodHandle OPEN = Handles.method(SCOPE, NEEDED, "open");
  private static final MethodHandle FORK = Handles.method(SCOPE, NEEDED, "fork", Callable.class);
  private static final MethodHandle JOIN = Handles.method(SCOPE, NEEDED, "join");
  private static final MethodHandle CLOSE = Handles.method(SCOPE, NEEDED, "close");

  private StructuredScopes() {}

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
