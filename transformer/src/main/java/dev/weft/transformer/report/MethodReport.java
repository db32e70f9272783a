package dev.weft.transformer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What weaving made of one {@code @Async} method.
 *
 * @param className binary name
 * @param method the method's name
 * @param descriptor its descriptor as written
 * @param file source file, or empty
 * @param kind {@code task}, {@code generator} or {@code suspending}
 * @param frameClass binary name of the frame class, or empty
 * @param frameBytes size of a frame with compressed references
 * @param fields the frame's fields, as {@code type name}
 * @param points the suspension points, after state 0 in which a call has not started
 * @param refusal why it was not woven, or null
 * @param warnings what in it will hardly do what was meant
 * @param details what its page shows; null if it was not woven, or the weaver does not explain
 */
public record MethodReport(
    String className,
    String method,
    String descriptor,
    String file,
    String kind,
    String frameClass,
    int frameBytes,
    List<String> fields,
    List<Point> points,
    @Nullable String refusal,
    List<String> warnings,
    @Nullable MethodDetails details) {

  /**
   * One suspension point.
   *
   * @param state the number in the frame
   * @param line source line, or 0
   * @param callee what is called; empty for state 0
   * @param saved what is kept
   */
  public record Point(int state, int line, String callee, List<Saved> saved) {}

  /**
   * One value that is kept.
   *
   * @param variable its name
   * @param type its type
   * @param place how it comes back, such as {@code in field l0}
   */
  public record Saved(String variable, String type, String place) {}
}
