package dev.weft.internal.observe;

import dev.weft.internal.engine.ObservedCoroutine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of coroutines that were collected though they were not done. They are gone, so they
 * are told apart by where they stood and were made; equal ones are counted, and so there is a bound
 * to what this keeps. Guarded by the class.
 */
public final class LeakLog {

  private static final int PLACES = 1_000;

  /** How many numbers are kept of each place. */
  private static final int EXAMPLES = 100;

  private static final Map<Place, Leaks> ALL = new LinkedHashMap<>();

  /** Descriptions made while they were still there, by number; only while a search goes on. */
  private static Map<Long, List<StackTraceElement>> described = Map.of();

  /** Deadlocks that somebody has seen, by the numbers of those in them. */
  private static final Map<Long, Circle> CIRCLES = new HashMap<>();

  private LeakLog() {}

  /**
   * A deadlock that was seen before its members were collected, as they are where nobody else knows
   * what they wait for.
   *
   * @param members each of them, with what it waits for and where
   */
  public record Circle(List<Long> numbers, List<String> members) {}

  /**
   * Where coroutines were lost.
   *
   * @param name what they were named; null if they were not, or are of very many names
   * @param stack where they stood, the innermost call first; only that call unless somebody has
   *     looked before they were collected; empty if they never began
   * @param waitedFor what they waited for; empty if that was a call of Weft's own
   * @param origin where they were made; empty if that was not kept
   * @param circle the members of the deadlock that they were in; empty if in none that is known
   */
  public record Place(
      @Nullable String name,
      List<StackTraceElement> stack,
      String waitedFor,
      List<StackTraceElement> origin,
      List<String> circle) {
    Place withoutName() {
      return new Place(null, stack, waitedFor, origin, circle);
    }
  }

  /**
   * Those of one place.
   *
   * @param numbers of the first ones
   */
  public record Leaks(Place place, long count, List<Long> numbers) {}

  static synchronized void add(ObservedCoroutine lost) {
    Place place = placeOf(lost);
    if (ALL.size() >= PLACES && !ALL.containsKey(place)) {
      place = place.withoutName();
    }
    Leaks before = ALL.get(place);
    if (before == null && ALL.size() >= 2 * PLACES) {
      return; // enough to be looked at
    }
    List<Long> numbers = new ArrayList<>(before == null ? List.of() : before.numbers());
    if (numbers.size() < EXAMPLES) {
      numbers.add(lost.number());
    }
    long count = before == null ? 1 : before.count() + 1;
    ALL.put(place, new Leaks(place, count, Collections.unmodifiableList(numbers)));
  }

  private static Place placeOf(ObservedCoroutine lost) {
    Circle circle = CIRCLES.remove(lost.number());
    if (circle != null) {
      return new Place(null, List.of(), "", List.of(), circle.members());
    }
    List<StackTraceElement> stack = described.get(lost.number());
    if (stack == null) {
      StackTraceElement innermost = lost.place();
      stack = innermost == null ? List.of() : List.of(innermost);
    }
    StackTraceElement[] made = lost.origin();
    List<StackTraceElement> origin = made == null ? List.of() : List.of(made);
    return new Place(lost.name(), stack, WaitTargets.nameOf(lost.awaited()), origin, List.of());
  }

  /** Notes deadlocks that were seen, in the place of those that were seen before. */
  public static synchronized void deadlocked(List<Circle> seen) {
    CIRCLES.clear();
    for (Circle each : seen) {
      each.numbers().forEach(number -> CIRCLES.put(number, each));
    }
  }

  /** All that have been found. */
  public static synchronized List<Leaks> all() {
    return List.copyOf(ALL.values());
  }

  /** From here on those of these numbers are described so, until this is called with none. */
  public static synchronized void describe(Map<Long, List<StackTraceElement>> stacks) {
    described = new HashMap<>(Objects.requireNonNull(stacks));
  }

  static synchronized void clear() {
    ALL.clear();
    CIRCLES.clear();
  }
}
