package refused;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** A plain generator that emits the elements of an async one, for which it would have to wait. */
public final class EmitAllAsyncInGenerator {

  @Async
  private static AsyncGenerator<Integer> waiting(Probe p) {
    emit(await(p.later(1)));
    return null;
  }

  @Async
  private static Generator<Integer> elements(Probe p) {
    AsyncGenerator<Integer> all = waiting(p);
    emitAll(all); // refused here: line 24
    return null;
  }

  public static Object run(Probe p) {
    return elements(p).next();
  }
}
