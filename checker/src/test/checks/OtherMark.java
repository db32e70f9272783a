import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Coroutine;
import java.util.stream.Stream;

/** The mark by its other name. */
class OtherMark {

  interface Step {
    @Coroutine
    int apply(int n);
  }

  @Coroutine
  static int marked(Task<Integer> task) {
    Step step = n -> n + await(task);
    return step.apply(await(task));
  }

  @Coroutine
  static void passes(Task<Integer> task) {
    Stream.of(1).map(each -> marked(task)).toList();
  }

  static int unmarked(Task<Integer> task) {
    Weft.yieldNow();
    return marked(task);
  }
}
