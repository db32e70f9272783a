package dev.weft.internal.engine;

import dev.weft.internal.util.CallSites;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of one suspended frame: whose call it is, where it stands, and what
 * it keeps. For looking at coroutines that do not run.
 *
 * @param owner binary name of the method's class
 * @param method the method's name
 * @param file source file, or empty
 * @param line line of the suspension point, or 0 if unknown or not started
 * @param callee what the frame waits for, as {@code Owner.method}, or empty
 * @param saved the kept variables in order of their slots
 * @param frameClass binary name of the generated frame class
 */
public record FrameSnapshot(
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

  /** Looks at one frame. */
  public static FrameSnapshot of(Frame frame) {
    return of(frame, true);
  }

  private static FrameSnapshot of(Frame frame, boolean withSaved) {
    FrameSnapshot own = frame.snapshot();
    if (own != null) {
      return own;
    }
    FramePoints.Point point = FramePoints.of(frame);
    StackTraceElement place = point.place();
    String file = place.getFileName();
    return new FrameSnapshot(
        place.getClassName(),
        place.getMethodName(),
        file == null ? "" : file,
        Math.max(place.getLineNumber(), 0),
        point.callee(),
        withSaved ? saved(frame, point.saved()) : List.of(),
        frame.getClass().getName());
  }

  /**
   * Looks at a suspended coroutine's frames, from the leaf to the root; the engine's own are left
   * out.
   */
  public static List<FrameSnapshot> chain(@Nullable Frame leaf) {
    return chain(leaf, true);
  }

  /** Where the calls of {@link #chain} stand; does not look at what the frames keep. */
  public static List<StackTraceElement> places(@Nullable Frame leaf) {
    return chain(leaf, false).stream().map(FrameSnapshot::element).toList();
  }

  /** Where one frame's call stands; does not look at what the frame keeps. */
  public static StackTraceElement place(Frame frame) {
    return of(frame, false).element();
  }

  private static List<FrameSnapshot> chain(@Nullable Frame leaf, boolean withSaved) {
    var views = new ArrayList<FrameSnapshot>();
    addChain(leaf, withSaved, views);
    return views;
  }

  private static void addChain(@Nullable Frame leaf, boolean withSaved, List<FrameSnapshot> views) {
    for (Frame frame = leaf; frame != null; frame = frame.parent) {
      if (frame instanceof MonitorFrame holding) {
        addChain(holding.callees(), withSaved, views);
      }
      if (frame.getClass().isAnnotationPresent(FrameLayout.class) || frame.snapshot() != null) {
        views.add(of(frame, withSaved));
      }
    }
  }

  /**
   * Where the innermost call of a chain stands, and the method of Weft's that it is in, if that is
   * what waits; does not look at what the frame keeps.
   */
  public static String whereInnermost(Frame leaf) {
    Frame frame = leaf;
    while (frame instanceof MonitorFrame holding) {
      Frame callees = holding.callees();
      if (callees == null) {
        break;
      }
      frame = callees;
    }
    FrameSnapshot user = ofUser(leaf);
    if (user == null) {
      return of(frame, false).where();
    }
    boolean waitsInOurs = frame instanceof OperationFrame || !isOfUser(of(frame, false));
    return user.where() + (waitsInOurs && !user.callee.isEmpty() ? ", in " + user.callee : "");
  }

  /** The innermost call that is the user's: what waits may be one of ours, or below several. */
  private static @Nullable FrameSnapshot ofUser(Frame leaf) {
    for (Frame frame = leaf; frame != null; frame = frame.caller()) {
      Frame callees = frame instanceof MonitorFrame holding ? holding.callees() : null;
      FrameSnapshot below = callees == null ? null : ofUser(callees);
      FrameSnapshot user = below == null ? callOfUser(frame) : below;
      if (user != null) {
        return user;
      }
    }
    return null;
  }

  private static @Nullable FrameSnapshot callOfUser(Frame frame) {
    if (frame instanceof OperationFrame
        || !frame.getClass().isAnnotationPresent(FrameLayout.class)) {
      return null;
    }
    FrameSnapshot call = of(frame, false);
    return isOfUser(call) ? call : null;
  }

  private static boolean isOfUser(FrameSnapshot call) {
    return !CallSites.isOwn(call.owner);
  }

  private static List<Saved> saved(Frame frame, List<String> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    @Nullable Object[] fields = frame.fields();
    var values = new ArrayList<Saved>(entries.size());
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String field = entry.substring(equals + 1);
      values.add(new Saved(entry.substring(0, equals), field, value(fields, field)));
    }
    return values;
  }

  private static @Nullable Object value(@Nullable Object[] fields, String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (name.equals(fields[i])) {
        return fields[i + 1];
      }
    }
    return "(" + name + " is not shown: too many variables, or an older Weft wove the method)";
  }

  /** {@code method(File.java:12)}. */
  public String where() {
    return element().toString();
  }

  /** This call as it would stand in a stack trace. */
  public StackTraceElement element() {
    return element(owner, method, file, line);
  }

  /** A call as it would stand in a stack trace. */
  public static StackTraceElement element(String owner, String method, String file, int line) {
    return FramePoints.element(owner, method, file, line);
  }

  @Override
  public String toString() {
    return where() + (saved.isEmpty() ? "" : " " + saved);
  }
}
