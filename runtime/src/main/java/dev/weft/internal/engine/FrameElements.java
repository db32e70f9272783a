package dev.weft.internal.engine;

/**
 * How suspended calls stand in stack traces. Reading a {@link FrameLayout} takes microseconds, and
 * an exception may pass thousands of frames; so each frame class is read once. Any thread.
 */
final class FrameElements {

  /** By state; the first also stands for states that the layout does not know. */
  private static final ClassValue<StackTraceElement[]> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected StackTraceElement[] computeValue(Class<?> frameClass) {
          return read(frameClass);
        }
      };

  private FrameElements() {}

  /** The call of {@code frame}, as {@link FrameSnapshot#element} gives it. */
  static StackTraceElement of(Frame frame) {
    return of(frame.getClass(), frame.state);
  }

  /** The same for a frame of that class that stands, or stood, at {@code state}. */
  static StackTraceElement of(Class<? extends Frame> frameClass, int state) {
    StackTraceElement[] elements = BY_CLASS.get(frameClass);
    return elements[state < elements.length ? state : 0];
  }

  private static StackTraceElement[] read(Class<?> frameClass) {
    FrameLayout layout = frameClass.getAnnotation(FrameLayout.class);
    if (layout == null) {
      return new StackTraceElement[] {element(frameClass.getName(), "resume", "", 0)};
    }
    FrameLayout.Point[] points = layout.points();
    var elements = new StackTraceElement[points.length + 1];
    for (int state = 0; state < elements.length; state++) {
      int line = state == 0 ? 0 : points[state - 1].line();
      elements[state] = element(layout.owner(), layout.method(), layout.file(), line);
    }
    return elements;
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
