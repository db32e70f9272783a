package dev.weft.internal.schedulers;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A turn for whichever step has waited longest in the line of a {@link WorkStealingScheduler}.
 *
 * <p>A thread of the pool takes from others only when it has nothing itself, so turns may be spread
 * unevenly for ever: one thread has a single step that goes on and on, the other one twenty. Which
 * thread has how many does not matter where each runs what is first in a line that all share.
 *
 * <h2>Protocol</h2>
 *
 * <ul>
 *   <li>A turn is put in the line before the pool has it. So there are as many steps in the line as
 *       turns in the pool or about to be given to it; a turn that finds none has nothing to do.
 *   <li>Whoever takes a step out does so by {@link Turn#takeOwn}: it runs once, or is refused.
 *   <li>A turn that the pool does not take stays in the line without its step, until it is passed
 *       over. If its step has been run by another turn, then one step of the line has none; whoever
 *       was refused keeps that, see {@link WorkStealingThread}.
 * </ul>
 */
final class TurnInLine extends Turn {

  private static final long serialVersionUID = 1;

  private final transient Queue<TurnInLine> line;

  TurnInLine(Runnable step, Queue<TurnInLine> line) {
    super(step);
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
