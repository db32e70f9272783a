package language;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sealed types, records, patterns, text blocks, var, concatenation, enhanced loops. */
public final class NewerLanguage {

  sealed interface Shape permits Circle, Rectangle, Group {}

  record Circle(double radius) implements Shape {}

  record Rectangle(int width, long height) implements Shape {
    Rectangle {
      if (width < 0) {
        throw new IllegalArgumentException("width " + width);
      }
    }
  }

  record Group(List<Shape> shapes, String... names) implements Shape {
    @Async
    String describe(Probe p) {
      String out = "";
      for (Shape each : shapes()) {
        out += NewerLanguage.describe(p, each) + ";";
      }
      return out + names.length + await(p.later(names))[0];
    }
  }

  record Generic<T extends Comparable<T>>(T left, T right) {
    @Async
    Generic<T> sorted(Probe p) {
      return left.compareTo(await(p.later(right))) > 0 ? new Generic<>(right, left) : this;
    }
  }

  @Async
  private static String describe(Probe p, Shape shape) {
    if (shape instanceof Circle c && await(p.later(c.radius())) > 1.0) {
      return "big circle " + await(p.later(c));
    } else if (shape instanceof Circle c) {
      await(p.later(0));
      return "circle " + c.radius();
    }
    if (!(shape instanceof Rectangle r)) {
      return "group(" + ((Group) shape).describe(p) + ")";
    }
    return r.width() + await(p.later("x")) + r.height();
  }

  @Async
  private static String concat(Probe p, char c, Object o) {
    String text =
        """
        block %s
          of "text"\
        """;
    var list = List.of(await(p.later(text)).formatted(await(p.later(c))));
    return ""
        + c
        + 1
        + 2L
        + 3f
        + 4d
        + true
        + null
        + o
        + await(p.later(c))
        + list
        + (char) (c + await(p.later(1)))
        + '\u0001'
        + await(p.later("\u0002"))
        + "\u0001";
  }

  @Async
  private static <K extends Comparable<K>, V> V lookUp(Probe p, Map<K, ? extends V> map, K key) {
    V found = map.get(await(p.later(key)));
    return Optional.<V>ofNullable(await(p.later(found))).orElseThrow();
  }

  @Async
  private static <E extends Exception> void sneaky(Probe p, Exception e) throws E {
    await(p.later(0));
    @SuppressWarnings("unchecked")
    E typed = (E) e;
    throw typed;
  }

  @Async
  public static Object run(Probe p) throws Exception {
    Shape group = new Group(List.of(new Circle(2), new Rectangle(3, 4L)), "n", "m");
    for (Shape each : List.of(new Circle(2), new Circle(0.5), new Rectangle(1, 2), group)) {
      p.log(describe(p, each));
    }
    p.log(concat(p, 'x', List.of()));
    p.log(new Generic<>("b", "a").sorted(p));
    p.log(lookUp(p, Map.of("k", 1), "k"));
    try {
      new Rectangle(await(p.later(-1)), await(p.later(2L)));
    } catch (IllegalArgumentException e) {
      p.log(e.getMessage());
    }
    assert await(p.later(true)) : "not reached" + await(p.later(1));
    NewerLanguage.<RuntimeException>sneaky(p, new Exception("sneaky"));
    return null;
  }
}
