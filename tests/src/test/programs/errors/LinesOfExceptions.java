package errors;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Exceptions tell the lines they were thrown at, before and after suspensions. */
public final class LinesOfExceptions {

  private static String where(Throwable thrown) {
    StackTraceElement top = thrown.getStackTrace()[0];
    String method = top.getMethodName();
    return (method.contains("lambda$") ? "lambda" : method) + ":" + top.getLineNumber();
  }

  @Async
  private static int divide(Probe p, int by) {
    int before = 10;
    before /= by == 0 ? await(p.later(0)) : await(p.later(1));
    int after = await(p.later(by));
    return before
        / (after
            - 1);
  }

  @Async
  private static Object thrown(Probe p, int how) throws Exception {
    if (how == 0) {
      throw new Exception("at once");
    }
    await(p.later(0));
    for (int i = 0; i < 3; i++) {
      if (how == 1 && await(p.later(i)) == 2) {
        throw new Exception("in the loop");
      }
    }
    try {
      await(p.later(0));
      Object[] none = how == 2 ? null : new Object[1];
      return none[
          await(p.later(0))];
    } finally {
      if (how == 3) {
        p.log(where(new Exception(await(p.later("made here")))));
      }
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    for (int by = 0; by < 3; by++) {
      try {
        p.log(divide(p, by));
      } catch (ArithmeticException e) {
        p.log(where(e));
      }
    }
    for (int how = 0; how < 4; how++) {
      try {
        p.log(thrown(p, how));
      } catch (Exception e) {
        p.log(where(e));
      }
    }
    AsyncCallable<Object> lambda =
        () -> {
          int size = await(p.later(-1));
          return new int[
              size];
        };
    try {
      return lambda.call();
    } catch (NegativeArraySizeException e) {
      return where(e);
    }
  }
}
