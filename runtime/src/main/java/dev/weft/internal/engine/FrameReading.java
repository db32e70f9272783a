package dev.weft.internal.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of very many coroutines: what a frame class says of itself is read once, where
 * {@link FrameSnapshot} reads it each time. Any thread; exact while the coroutine is suspended.
 */
public final class FrameReading {

  /** Of each class what it says of each state; empty if it says nothing. */
  private static final ClassValue<List<Point>> POINTS =
      new ClassValue<>() {
        @Override
        protected List<Point> computeValue(Class<?> frameClass) {
          return read(frameClass);
        }
      };

  /** What a frame class says of one state. */
  private record Point(StackTraceElement place, String callee, List<String> saved) {}

  private static List<Point> read(Class<?> frameClass) {
    FrameLayout layout = frameClass.getAnnotation(FrameLayout.class);
    if (layout == null) {
      return List.of();
    }
    var points = new ArrayList<Point>();
    points.add(new Point(place(layout, 0), "", List.of()));
    for (FrameLayout.Point each : layout.points()) {
      points.add(new Point(place(layout, each.line()), each.callee(), List.of(each.saved())));
    }
    return points;
  }

  private static StackTraceElement place(FrameLayout layout, int line) {
    return FrameElements.element(layout.owner(), layout.method(), layout.file(), line);
  }

  /**
   * One suspended call.
   *
   * @param place where it stands
   * @param callee what it waits for, as {@code Owner.method}, or empty
   * @param saved the kept variables
   */
  public record Call(StackTraceElement place, String callee, List<FrameSnapshot.Saved> saved) {}

  private FrameReading() {}

  /** Where the calls of a chain stand, the innermost first; the engine's own are left out. */
  public static List<StackTraceElement> places(@Nullable Frame leaf) {
    var places = new ArrayList<StackTraceElement>();
    addPlaces(leaf, places);
    return places;
  }

  private static void addPlaces(@Nullable Frame leaf, List<StackTraceElement> places) {
    for (Frame frame = leaf; frame != null; frame = frame.parent) {
      if (frame instanceof MonitorFrame holding) {
        addPlaces(holding.callees(), places);
      }
      StackTraceElement place = placeOf(frame);
      if (place != null) {
        places.add(place);
      }
    }
  }

  private static @Nullable StackTraceElement placeOf(Frame frame) {
    Point point = pointOf(frame);
    if (point != null) {
      return point.place;
    }
    FrameSnapshot own = frame.snapshot();
    return own == null ? null : own.element();
  }

  private static @Nullable Point pointOf(Frame frame) {
    List<Point> points = POINTS.get(frame.getClass());
    if (points.isEmpty()) {
      return null;
    }
    int state = frame.state;
    return points.get(state < points.size() ? state : 0);
  }

  /** The calls of a chain with what they keep. */
  public static List<Call> calls(@Nullable Frame leaf) {
    var calls = new ArrayList<Call>();
    addCalls(leaf, calls);
    return calls;
  }

  private static void addCalls(@Nullable Frame leaf, List<Call> calls) {
    for (Frame frame = leaf; frame != null; frame = frame.parent) {
      if (frame instanceof MonitorFrame holding) {
        addCalls(holding.callees(), calls);
      }
      Call call = callOf(frame);
      if (call != null) {
        calls.add(call);
      }
    }
  }

  private static @Nullable Call callOf(Frame frame) {
    Point point = pointOf(frame);
    if (point != null) {
      return new Call(point.place, point.callee, saved(frame, point.saved));
    }
    FrameSnapshot own = frame.snapshot();
    return own == null ? null : new Call(own.element(), own.callee(), own.saved());
  }

  private static List<FrameSnapshot.Saved> saved(Frame frame, List<String> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    @Nullable Object[] fields = frame.fields();
    var saved = new ArrayList<FrameSnapshot.Saved>(entries.size());
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String field = entry.substring(equals + 1);
      saved.add(
          new FrameSnapshot.Saved(
              entry.substring(0, equals), field, FrameSnapshot.value(fields, field)));
    }
    return saved;
  }
}
