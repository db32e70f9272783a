package values;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import values.reach.Open;

/** Results and variables of types that the code may not name. */
public final class TypesOutOfReach {

  static class Inherits extends Open {}

  interface Maker {
    @Async
    Object make(Probe p) throws Exception;
  }

  @Async
  static String kept(Probe p) throws Exception {
    var hidden = Open.slow(p);
    p.log(await(p.later("between")));
    return String.valueOf((Object) hidden);
  }

  @Async
  static String onStack(Probe p) throws Exception {
    return Open.join(Open.slow(p), await(p.later("stack")));
  }

  @Async
  static String arrays(Probe p) throws Exception {
    var all = Open.several(p);
    String between = await(p.later("arrays"));
    return between + java.lang.reflect.Array.getLength((Object) all);
  }

  @Async
  static String nested(Probe p) throws Exception {
    return Open.join(Open.slow(p), Open.text(Open.slow(p), p));
  }

  @Async
  static String generic(Probe p) throws Exception {
    return Open.join(Open.same(Open.same(Open.slow(p), p), p), "generic");
  }

  @Async
  static void dropped(Probe p) throws Exception {
    Open.slow(p);
    Open.several(p);
  }

  @Async
  static String chosen(Probe p, boolean first) throws Exception {
    var hidden = first ? Open.slow(p) : Open.other(p);
    return (Object) hidden + await(p.later(" chosen"));
  }

  @Async
  static String inLoop(Probe p) throws Exception {
    var hidden = Open.slow(p);
    String all = "";
    for (int i = 0; i < 3; i++) {
      all += Open.text(hidden, p) + (Object) hidden;
      hidden = i == 1 ? Open.other(p) : Open.slow(p);
    }
    return all;
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(kept(p));
    p.log(onStack(p));
    p.log(arrays(p));
    p.log(nested(p));
    p.log(generic(p));
    dropped(p);
    p.log(chosen(p, true));
    p.log(chosen(p, false));
    p.log(inLoop(p));
    Maker lambda = q -> Inherits.slow(q);
    p.log((Object) lambda.make(p));
    return String.valueOf((Object) Inherits.slow(p));
  }
}
