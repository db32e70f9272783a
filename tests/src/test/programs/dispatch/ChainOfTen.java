package dispatch;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Calls of super.m() through ten classes, some of whose overrides are not marked. */
public final class ChainOfTen {

  static class C0 {
    @Async
    String m(Probe p, long n) throws Exception {
      return "0" + await(p.later(n));
    }
  }

  static class C1 extends C0 {
    @Override
    String m(Probe p, long n) throws Exception {
      return "1" + super.m(p, n + 1);
    }
  }

  static class C2 extends C1 {
    @Async
    @Override
    String m(Probe p, long n) throws Exception {
      String above = super.m(p, n + await(p.later(1L)));
      return "2" + above + await(p.later("b"));
    }
  }

  static class C3 extends C2 {}

  static class C4 extends C3 {
    @Override
    String m(Probe p, long n) throws Exception {
      try {
        return "4" + super.m(p, n);
      } finally {
        p.log("finally " + await(p.later(4)));
      }
    }
  }

  abstract static class C5 extends C4 {
    @Override
    abstract String m(Probe p, long n) throws Exception;

    @Async
    String above(Probe p, long n) throws Exception {
      return super.m(p, n);
    }
  }

  static class C6 extends C5 {
    @Override
    String m(Probe p, long n) throws Exception {
      return "6" + above(p, n) + super.above(p, n);
    }
  }

  static class C7 extends C6 {
    @Override
    String m(Probe p, long n) throws Exception {
      return n > 100 ? "7" : "7" + super.m(p, n);
    }
  }

  static class C8 extends C7 {
    @Override
    final String m(Probe p, long n) throws Exception {
      return super.m(p, n * 2) + "8" + await(p.later(8));
    }
  }

  static final class C9 extends C8 {
    @Async
    String own(Probe p) throws Exception {
      return m(p, 1) + super.m(p, 2) + above(p, 3);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    C0[] all = {new C0(), new C1(), new C2(), new C3(), new C4(), new C6(), new C7(), new C8()};
    for (C0 each : all) {
      p.log(each.m(p, 1));
      p.log(each.m(p, 200));
    }
    return new C9().own(p);
  }
}
