package dispatch;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.function.Function;
import java.util.function.Supplier;

/** Interface methods: abstract, default, static, private; diamonds; enums, records, inner ones. */
public final class Interfaces {

  interface Greeter {
    @Async
    String name(Probe p);

    @Async
    default String greet(Probe p) {
      return "hello " + name(p) + punctuation(p) + count(p, 1L);
    }

    @Async
    private String punctuation(Probe p) {
      return await(p.later("!"));
    }

    @Async
    static long count(Probe p, long n) {
      return n + await(p.later(n));
    }
  }

  interface Loud extends Greeter {
    @Async
    @Override
    default String greet(Probe p) {
      return Greeter.super.greet(p).toUpperCase() + await(p.later("!!"));
    }
  }

  interface Polite extends Greeter {
    @Override
    default String greet(Probe p) {
      return "dear " + Greeter.super.greet(p);
    }
  }

  static final class Both implements Loud, Polite {
    @Override
    public String name(Probe p) {
      return await(p.later("both"));
    }

    @Override
    public String greet(Probe p) {
      return Loud.super.greet(p) + Polite.super.greet(p);
    }
  }

  enum Planet implements Greeter {
    EARTH,
    MARS {
      @Override
      public String name(Probe p) {
        return "red " + super.name(p);
      }

      @Override
      int moons(Probe p) {
        return await(p.later(2));
      }
    };

    @Override
    public String name(Probe p) {
      return name() + await(p.later(ordinal()));
    }

    @Async
    int moons(Probe p) {
      return 1;
    }
  }

  record Point(int x, long y) implements Greeter {
    @Async
    static Point read(Probe p) {
      return new Point(await(p.later(1)), await(p.later(2L)));
    }

    @Async
    Point plus(Probe p, Point other) {
      return new Point(x + other.x(), y + await(p.later(other)).y);
    }

    @Override
    public String name(Probe p) {
      return "point " + x + await(p.later(","));
    }
  }

  interface Stack<E> {
    @Async
    E pop(Probe p, E otherwise);
  }

  interface Named<T extends CharSequence> extends Stack<T>, Greeter {}

  static final class Impl implements Named<String> {
    @Override
    public String pop(Probe p, String otherwise) {
      return otherwise + await(p.later("popped"));
    }

    @Override
    public String name(Probe p) {
      return "impl";
    }
  }

  private int field = 3;

  private final class Inner {
    private final int own = 4;

    @Async
    private int sum(Probe p) {
      field++;
      return field + own + await(p.later(Interfaces.this.secret(p)));
    }

    private final class Innermost {
      @Async
      int sum(Probe p) {
        return field * own + Inner.this.sum(p) + Interfaces.this.field;
      }
    }
  }

  @Async
  private int secret(Probe p) {
    return await(p.later(field)) * 2;
  }

  @Async
  private Object inner(Probe p, int captured) {
    Inner inner = new Inner();
    long second = captured + 1;
    class Local implements Greeter {
      @Override
      public String name(Probe p) {
        return "local" + captured + await(p.later(second)) + field;
      }
    }
    Greeter anonymous =
        new Greeter() {
          @Override
          public String name(Probe p) {
            return captured + "" + await(p.later(second)) + field + new Local().name(p);
          }
        };
    return inner.sum(p) + "," + inner.new Innermost().sum(p) + anonymous.greet(p);
  }

  @Async
  public static Object run(Probe p) throws Exception {
    Greeter[] all = {new Both(), Planet.EARTH, Planet.MARS, Point.read(p), new Impl()};
    for (Greeter each : all) {
      p.log(each.greet(p));
    }
    Loud loud = probe -> "lambda" + await(probe.later(1));
    p.log(loud.greet(p));
    p.log(Greeter.count(p, 21));
    p.log(Planet.MARS.moons(p) + Planet.EARTH.moons(p));
    p.log(Point.read(p).plus(p, new Point(5, 6)));
    Stack<String> stack = new Impl();
    p.log(stack.pop(p, "s") + new Impl().pop(p, "t"));
    Named<String> named = new Impl();
    p.log(named.pop(p, "n") + named.greet(p));
    Function<Probe, Object> plain = probe -> new Interfaces().field;
    Supplier<Interfaces> maker = Interfaces::new;
    p.log(plain.apply(p));
    return maker.get().inner(p, 40);
  }
}
