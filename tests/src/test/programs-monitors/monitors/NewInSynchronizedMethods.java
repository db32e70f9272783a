package monitors;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;

/** Synchronized methods in which an object is made with an argument that one of two paths awaits. */
public final class NewInSynchronizedMethods {

  private final Map<String, Integer> map;

  private NewInSynchronizedMethods(Map<String, Integer> map) {
    this.map = map;
  }

  @Async
  private Map<String, Integer> suspending(Probe p) throws Exception {
    return new TreeMap<>(Map.of("a", await(p.later(1))));
  }

  @Async
  synchronized Map<String, Integer> first(Probe p) throws Exception {
    return new Hashtable<>(map == null ? suspending(p) : map);
  }

  @Async
  synchronized Map<String, Integer> second(Probe p) throws Exception {
    return new Hashtable<>(map != null ? map : suspending(p));
  }

  @Async
  synchronized Map<String, Integer> afterReturn(Probe p, int n) throws Exception {
    if (n == 0) {
      return Map.of();
    }
    if (n > 1) {
      return new Hashtable<>(n == 2 ? suspending(p) : map);
    }
    return new Hashtable<>(map == null ? suspending(p) : map);
  }

  @Async
  static synchronized String inStatic(Probe p, boolean waits) throws Exception {
    return new String(waits ? await(p.later("static")) : "at once");
  }

  @Async
  synchronized String nested(Probe p, boolean waits) throws Exception {
    return new StringBuilder(
            new String(waits ? new String(await(p.later("in"))) : "out")
                + (waits ? 1 : await(p.later(2))))
        .append(new StringBuilder(waits ? "x" : await(p.later("y"))))
        .toString();
  }

  @Async
  synchronized String inLoop(Probe p) throws Exception {
    String all = "";
    do {
      all = new String(all.length() % 2 == 0 ? await(p.later(all + "e")) : all + "o");
    } while (all.length() < 5);
    return all;
  }

  @Async
  synchronized String inTry(Probe p, boolean waits) throws Exception {
    try {
      return new String(waits ? await(p.<String>fail(new IllegalStateException("f"))) : "no");
    } catch (IllegalStateException e) {
      return new String(waits ? await(p.later("caught")) : "never");
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    var none = new NewInSynchronizedMethods(null);
    var some = new NewInSynchronizedMethods(Map.of("b", 2));
    for (var each : new NewInSynchronizedMethods[] {none, some}) {
      p.log(each.first(p).toString());
      p.log(each.second(p).toString());
      p.log(each.afterReturn(p, 0).toString());
      p.log(each.afterReturn(p, 1).toString());
      p.log(each.afterReturn(p, 2).toString());
      p.log(each.inLoop(p));
    }
    for (boolean waits : new boolean[] {true, false}) {
      p.log(inStatic(p, waits));
      p.log(some.nested(p, waits));
      p.log(some.inTry(p, waits));
    }
    return "done";
  }
}
