package refused;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** A generator that awaits. */
public final class AwaitInGenerator {

  @Async
  private static Generator<Integer> elements(Probe p) {
    emit(await(p.later(1))); // refused here: line 15
    return null;
  }

  public static Object run(Probe p) {
    return elements(p).next();
  }
}
