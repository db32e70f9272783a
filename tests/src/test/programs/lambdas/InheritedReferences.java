package lambdas;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** References to methods that the class of the receiver inherits: the JDK wants exactly its type. */
public final class InheritedReferences {

  interface Fn<A, B> {
    @Async
    B apply(A a) throws Exception;
  }

  interface OnReceiver<R, A, B> {
    @Async
    B apply(R receiver, A a) throws Exception;
  }

  interface Face<T> {
    @Async
    default T twice(T text) throws Exception {
      return text;
    }
  }

  static class Base implements Face<String> {
    final Probe p;

    Base(Probe p) {
      this.p = p;
    }

    @Async
    String m(String x) throws Exception {
      return await(p.later(x)) + "m";
    }

    @Async
    int length(String x) throws Exception {
      return await(p.later(x)).length();
    }
  }

  static class Below extends Base {
    Below(Probe p) {
      super(p);
    }

    @Async
    String own(String x) throws Exception {
      Fn<String, String> bound = this::m;
      return bound.apply(x);
    }
  }

  static class Lowest extends Below {
    Lowest(Probe p) {
      super(p);
    }

    @Override
    @Async
    String m(String x) throws Exception {
      Fn<String, String> above = super::m;
      return "lowest " + above.apply(x);
    }
  }

  @Async
  private static <T extends Below> String generic(T t) throws Exception {
    Fn<String, String> bound = t::m;
    return bound.apply("t");
  }

  @Async
  public static Object run(Probe p) throws Exception {
    for (Below b : new Below[] {new Below(p), new Lowest(p)}) {
      Fn<String, String> bound = b::m;
      Fn<String, Integer> boxed = b::length;
      Fn<String, String> ofFace = b::twice;
      OnReceiver<Below, String, String> unbound = Below::m;
      p.log(bound.apply("x") + boxed.apply("abc") + ofFace.apply("f") + unbound.apply(b, "u"));
      p.log(b.own("o") + generic(b));
    }
    return "done";
  }
}
