package dev.weft;

import dev.weft.spi.Scheduler;
import java.util.ArrayDeque;

/** A scheduler of one's own that runs its queue with {@link Schedulers#runSteps}. */
class RunStepsTest extends RunningStepsContract {

  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final Scheduler scheduler = queue::add;

  @Override
  Scheduler scheduler() {
    return scheduler;
  }

  @Override
  int run(int most) {
    return Schedulers.runSteps(queue, most);
  }
}
