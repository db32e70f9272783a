package dev.weft.internal.schedulers;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A turn for whichever steps have waited longest in the line of a {@link WorkStealingScheduler}.
 *
 * <p>A thread of the pool takes from others only when it has nothing itself. So turns may be spread
 * unevenly for ever: one thread has a single step that goes on and on, the other one twenty. And
 * what a thread that blocks has given away is taken by nobody where all others have steps that go
 * on. Which thread has which turn does not matter where each runs what is first in a line that all
 * share.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>A turn is put in the line before the pool has it. So there are as many turns with steps in
 *       the line as there are turns in the pool or about to be given to it; one that finds no steps
 *       has nothing to do.
 *   <li>Whoever takes steps out does so by {@link Turn#takeOwn}: they run once, or are refused.
 *   <li>A turn that the pool does not take stays in the line without its steps, until it is passed
 *       over. If its steps have been run by another turn, then those of one that stands in the line
 *       have none; whoever was refused keeps them, see {@link WorkStealingThread}.
 * </ul>
 */
final class TurnInLine extends Turn {

  private static final long serialVersionUID = 1;

  private final transient Queue<TurnInLine> line;

  TurnInLine(Queue<TurnInLine> line, @Nullable Runnable... steps) {
    super(steps);
    this.line = line;
  }

  @Override
  @Nullable Runnable @Nullable [] take() {
    for (Turn first = line.poll(); first != null; first = line.poll()) {
      @Nullable Runnable[] steps = first.takeOwn();
      if (steps != null) {
        return steps;
      }
    }
    return null;
  }
}
