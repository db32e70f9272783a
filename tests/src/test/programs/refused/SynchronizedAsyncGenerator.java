package refused;

import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** An async generator whose method is synchronized. */
public final class SynchronizedAsyncGenerator {

  @Async
  private static synchronized AsyncGenerator<Integer> elements(Probe p) {
    emit(1); // refused here: line 14
    return null;
  }

  @Async
  public static Object run(Probe p) {
    return elements(p).next();
  }
}
