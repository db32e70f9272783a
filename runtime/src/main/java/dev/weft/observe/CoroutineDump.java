package dev.weft.observe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All live coroutines at one moment; see {@link Coroutines#dump}. Immutable, and keeps nothing of
 * the program alive.
 *
 * @param taken when
 * @param observed whether coroutines were observed then; if not, only those of event loops are
 *     here, and whatever these wait for
 * @param observedSince since when they were; null if not, or from the start of the program. Older
 *     ones are here as if none were observed, and are not among the leaks
 * @param coroutines each of them, by their numbers
 * @param deadlocks circles of coroutines that wait for one another, by their numbers: each one
 *     waits for the next, the last for the first. Only a cancellation gets them on, or a limit of
 *     time that one of their callers has set
 * @param leaks those that nothing can wake any more, as far as the collector has found them; see
 *     {@link Coroutines#findLeaks}
 */
public record CoroutineDump(
    Instant taken,
    boolean observed,
    @Nullable Instant observedSince,
    List<CoroutineView> coroutines,
    List<List<Long>> deadlocks,
    List<LeakedCoroutines> leaks) {

  /**
   * For people: what is wrong first, then all coroutines, those together that stand at the same
   * place and wait for the same sort of thing; of the variables, those of one of them.
   */
  public String toText() {
    return DumpText.grouped(this, true);
  }

  /** The same without variables, and only the first lines of each place. */
  public String toSummary() {
    return DumpText.grouped(this, false);
  }

  /** For people: who waits for whom, each coroutine above those that it waits for. */
  public String toTree() {
    return DumpTree.of(this);
  }

  /** For programs: everything, as the schema in the guide says. */
  public String toJson() {
    return DumpJson.of(this);
  }

  /** As {@link #toText}. */
  @Override
  public String toString() {
    return toText();
  }
}
