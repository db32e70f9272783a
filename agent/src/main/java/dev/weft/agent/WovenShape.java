package dev.weft.agent;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a woven class must stay the same when it is redefined: which methods have bodies, and
 * what their frames keep at which suspension point.
 *
 * <p>The JVM lets a class that is loaded neither gain nor lose methods or fields; and a call that
 * is suspended goes on in the new code with what the old code has put into its frame.
 */
final class WovenShape {

  /** What a frame keeps, by method and descriptor; lines left out. */
  private final Map<String, List<Object>> frames = new HashMap<>();

  WovenShape(WovenClass woven) {
    for (MethodReport method : woven.methods()) {
      frames.put(method.method() + method.descriptor(), kept(method));
    }
  }

  private static List<Object> kept(MethodReport method) {
    var kept = new ArrayList<Object>();
    kept.add(method.kind());
    kept.add(method.fields());
    kept.add(method.refusal() == null);
    for (MethodReport.Point point : method.points()) {
      kept.add(point.callee());
      kept.add(point.saved());
    }
    return kept;
  }

  /** Why a class of this shape cannot become one of another; null if it can. */
  @Nullable String obstacle(@Nullable WovenShape next) {
    Map<String, List<Object>> then = next == null ? Map.of() : next.frames;
    var gained = new TreeSet<>(then.keySet());
    gained.removeAll(frames.keySet());
    var lost = new TreeSet<>(frames.keySet());
    lost.removeAll(then.keySet());
    if (!gained.isEmpty()) {
      return gained.first() + " has become a coroutine, for which weaving adds methods";
    }
    if (!lost.isEmpty()) {
      return lost.first() + " is no longer a coroutine, and the methods of one would be missing";
    }
    for (Map.Entry<String, List<Object>> frame : new TreeMap<>(frames).entrySet()) {
      if (!frame.getValue().equals(then.get(frame.getKey()))) {
        return frame.getKey()
            + " has other suspension points, or keeps other variables at them, than calls that may"
            + " be suspended in it";
      }
    }
    return null;
  }
}
