package refused;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** A task method that emits. */
public final class EmitInTask {

  @Async
  private static Task<Integer> task(Probe p) {
    emit(1); // refused here: line 15
    return Task.completed(1);
  }

  @Async
  public static Object run(Probe p) {
    return await(task(p));
  }
}
