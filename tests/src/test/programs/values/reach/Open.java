package values.reach;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Methods that all may call, whose results not all may name. */
public class Open {

  static class Hidden {
    final String text;

    Hidden(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return "hidden " + text;
    }
  }

  static class MoreHidden extends Hidden {
    MoreHidden() {
      super("more");
    }
  }

  @Async
  public static Hidden slow(Probe p) throws Exception {
    return new Hidden(await(p.later("slow")));
  }

  @Async
  public static MoreHidden other(Probe p) throws Exception {
    return await(p.later(new MoreHidden()));
  }

  @Async
  public static Hidden[] several(Probe p) throws Exception {
    return await(p.later(new Hidden[] {new Hidden("a"), new MoreHidden()}));
  }

  @Async
  public static String text(Hidden hidden, Probe p) throws Exception {
    return await(p.later(hidden)).text;
  }

  public static String join(Hidden hidden, String text) {
    return hidden + " " + text;
  }

  @Async
  public static <T extends Hidden> T same(T hidden, Probe p) throws Exception {
    return await(p.later(hidden));
  }

  @Async
  public static Object run(Probe p) throws Exception {
    return join(same(slow(p), p), text(other(p), p));
  }
}
