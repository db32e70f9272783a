package dev.weft;

import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of one suspended frame: whose call it is, where it stands, and what
 * it keeps; see {@link Task#frames()}.
 *
 * @param owner binary name of the method's class
 * @param method the method's name
 * @param file source file, or empty
 * @param line line of the suspension point, or 0 if unknown or not started
 * @param callee what the frame waits for, as {@code Owner.method}, or empty
 * @param saved the kept variables in order of their slots
 * @param frameClass binary name of the generated frame class
 */
public record FrameView(
    String owner,
    String method,
    String file,
    int line,
    String callee,
    List<Saved> saved,
    String frameClass) {

  /**
   * One kept variable.
   *
   * @param variable its name in the source, or {@code slotN} or {@code stackN}
   * @param field the frame's field that holds it
   * @param value what it holds
   */
  public record Saved(String variable, String field, @Nullable Object value) {
    @Override
    public String toString() {
      return variable + "=" + value;
    }
  }

  /** The frames of a chain from the leaf to the root. */
  static List<FrameView> chain(@Nullable Frame leaf) {
    return FrameSnapshot.chain(leaf).stream().map(FrameView::of).toList();
  }

  private static FrameView of(FrameSnapshot frame) {
    return new FrameView(
        frame.owner(),
        frame.method(),
        frame.file(),
        frame.line(),
        frame.callee(),
        frame.saved().stream()
            .map(each -> new Saved(each.variable(), each.field(), each.value()))
            .toList(),
        frame.frameClass());
  }

  /** {@code method(File.java:12)}. */
  public String where() {
    return element().toString();
  }

  /** This call as it would stand in a stack trace. */
  public StackTraceElement element() {
    return FrameSnapshot.element(owner, method, file, line);
  }

  @Override
  public String toString() {
    return where() + (saved.isEmpty() ? "" : " " + saved);
  }
}
