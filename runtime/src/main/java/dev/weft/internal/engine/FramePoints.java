package dev.weft.internal.engine;

import java.util.List;

/**
 * What frame classes say of their states in their {@link FrameLayout}. Reading one takes
 * microseconds, and an exception may pass thousands of frames, a dump show hundreds of thousands;
 * so each frame class is read once. Any thread.
 */
final class FramePoints {

  /** By state; the first also stands for states that the layout does not know. */
  private static final ClassValue<Point[]> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Point[] computeValue(Class<?> frameClass) {
          return read(frameClass);
        }
      };

  /**
   * One state.
   *
   * @param place the call, as it would stand in a stack trace
   * @param callee what the frame waits for there, as {@code Owner.method}, or empty
   * @param saved the variables that are kept, as {@code variable=field}
   */
  record Point(StackTraceElement place, String callee, List<String> saved) {}

  private FramePoints() {}

  /** Where {@code frame} stands. */
  static Point of(Frame frame) {
    return of(frame.getClass(), frame.state);
  }

  /** The same for a frame of that class that stands, or stood, at {@code state}. */
  static Point of(Class<? extends Frame> frameClass, int state) {
    Point[] points = BY_CLASS.get(frameClass);
    return points[state < points.length ? state : 0];
  }

  private static Point[] read(Class<?> frameClass) {
    FrameLayout layout = frameClass.getAnnotation(FrameLayout.class);
    if (layout == null) {
      return new Point[] {point(element(frameClass.getName(), "resume", "", 0))};
    }
    FrameLayout.Point[] described = layout.points();
    var points = new Point[described.length + 1];
    points[0] = point(place(layout, 0));
    for (int state = 1; state < points.length; state++) {
      FrameLayout.Point each = described[state - 1];
      points[state] = new Point(place(layout, each.line()), each.callee(), List.of(each.saved()));
    }
    return points;
  }

  private static Point point(StackTraceElement place) {
    return new Point(place, "", List.of());
  }

  private static StackTraceElement place(FrameLayout layout, int line) {
    return element(layout.owner(), layout.method(), layout.file(), line);
  }

  /**
   * One call.
   *
   * @param file empty if unknown
   * @param line 0 if unknown
   */
  static StackTraceElement element(String owner, String method, String file, int line) {
    return new StackTraceElement(
        owner, method, file.isEmpty() ? null : file, line == 0 ? -1 : line);
  }
}
