package dispatch.kept;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Methods that only their own package can call and override. */
public class Kept {

  @Async
  String m(Probe p) throws Exception {
    return "kept " + await(p.later("m"));
  }

  @Async
  String n(Probe p) throws Exception {
    return "kept " + await(p.later("n"));
  }

  @Async
  String o(Probe p) throws Exception {
    return "kept " + await(p.later("o"));
  }

  @Async
  String q(Probe p) throws Exception {
    return "kept " + await(p.later("q"));
  }

  @Async
  public static String all(Kept kept, Probe p) throws Exception {
    return kept.m(p) + kept.n(p) + kept.o(p) + kept.q(p);
  }

  @Async
  public static Object run(Probe p) throws Exception {
    return all(new Kept(), p);
  }
}
