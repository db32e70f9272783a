package dispatch;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import dispatch.kept.Kept;

/** Methods like those of a superclass in another package that override nothing. */
public final class LooksLikeOverriding {

  static class More extends Kept {
    private String m(Probe p) {
      return "private";
    }

    static String n(Probe p) {
      return "static";
    }

    String o(Probe p) {
      return "package";
    }

    public String q(Probe p) {
      return "public";
    }

    String own(Probe p) {
      return m(p) + n(p) + o(p) + q(p);
    }
  }

  static class Async2 extends Kept {
    @Async
    private String m(Probe p) throws Exception {
      return "private" + await(p.later(1));
    }

    @Async
    static String n(Probe p) throws Exception {
      return "static" + await(p.later(2));
    }

    @Async
    String o(Probe p) throws Exception {
      return "package" + await(p.later(3));
    }

    @Async
    String own(Probe p) throws Exception {
      return m(p) + n(p) + o(p);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(Kept.all(new More(), p));
    p.log(Kept.all(new Async2(), p));
    return new More().own(p) + new Async2().own(p);
  }
}
