package dispatch;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.Comparator;
import java.util.List;

/** Virtual methods: overrides marked and not, super calls, bridges, covariant results. */
public final class Overriding {

  abstract static class Base<T> {
    final Probe p;

    Base(Probe p) {
      this.p = p;
    }

    @Async
    abstract Object work(T input) throws Exception;

    @Async
    String template(T input) throws Exception {
      return "[" + work(input) + await(p.later("]")) + hook(1, 2L);
    }

    @Async
    String hook(int i, long l) {
      return "base" + i + await(p.later(l));
    }

    @Async
    protected Number covariant() {
      return await(p.later(1));
    }

    @Async
    void self(T value) throws Exception {
      p.log("Base.self " + value + await(p.later("")));
    }
  }

  static class Middle extends Base<String> {
    Middle(Probe p) {
      super(p);
    }

    @Override
    String work(String input) {
      return input + await(p.later("M"));
    }

    @Async
    @Override
    String hook(int i, long l) {
      return "middle(" + super.hook(i + 1, await(p.later(l)) + 1) + ")";
    }

    @Async
    @Override
    protected Integer covariant() {
      return super.covariant().intValue() + await(p.later(1));
    }

    @Override
    void self(String value) throws Exception {
      super.self(value + await(p.later("+")));
      p.log("Middle.self");
    }
  }

  static final class Leaf extends Middle {
    Leaf(Probe p) {
      super(p);
    }

    @Override
    String work(String input) {
      return "leaf";
    }

    @Override
    String hook(int i, long l) {
      return "leaf(" + super.hook(i, l) + ")";
    }

    @Async
    @Override
    protected Integer covariant() {
      return 10 * super.covariant();
    }
  }

  static final class OfInts extends Base<Integer> {
    OfInts(Probe p) {
      super(p);
    }

    @Async
    @Override
    Integer work(Integer input) throws Exception {
      if (input > 3) {
        throw new Exception("too big " + await(p.later(input)));
      }
      return input + await(p.later(100));
    }
  }

  private static final class Inherits extends Middle implements Comparator<String> {
    Inherits(Probe p) {
      super(p);
    }

    @Async
    @Override
    public int compare(String a, String b) {
      return await(p.later(a)).compareTo(b);
    }

    @Override
    public String toString() {
      return "Inherits";
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    for (Base<String> each : List.of(new Middle(p), new Leaf(p), new Inherits(p))) {
      p.log(each.template("in"));
      p.log(each.work("direct"));
      p.log(each.covariant());
      each.self("s");
    }
    Base<Integer> ints = new OfInts(p);
    p.log(ints.template(2));
    p.log(new OfInts(p).work(3));
    try {
      ints.template(4);
    } catch (Exception e) {
      p.log(e.getMessage());
    }
    p.log(new Inherits(p).compare("a", "b"));
    p.log(List.of("c", "b", "a").stream().sorted(new Inherits(Probe.plain())).toList());
    Base<String> anonymous =
        new Base<>(p) {
          private String state = await(Probe.plain().later("s"));

          @Override
          String work(String input) {
            state += await(p.later(input));
            return state;
          }
        };
    p.log(anonymous.template("x") + anonymous.template("y"));
    Base<Object> raw =
        new Base<>(p) {
          @Override
          Object work(Object input) {
            return input;
          }

          @Override
          String hook(int i, long l) {
            return "plain override";
          }
        };
    p.log(raw.template(1.5));
    return ((Middle) new Leaf(p)).hook(await(p.later(7)), 8);
  }
}
