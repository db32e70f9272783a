package lambdas;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Method references whose arguments or result have to be converted. */
public final class AdaptedReferences {

  interface Fn<A, R> {
    @Async
    R apply(A a) throws Exception;
  }

  interface Fn2<A, B, R> {
    @Async
    R apply(A a, B b) throws Exception;
  }

  interface GetInt {
    @Async
    int get() throws Exception;
  }

  interface GetLong {
    @Async
    long get() throws Exception;
  }

  interface GetDouble {
    @Async
    double get() throws Exception;
  }

  interface GetObject {
    @Async
    Object get() throws Exception;
  }

  interface GetNumber {
    @Async
    Number get() throws Exception;
  }

  interface GetComparable {
    @Async
    Comparable<?> get() throws Exception;
  }

  interface OfInt<R> {
    @Async
    R of(int x) throws Exception;
  }

  interface OfLong {
    @Async
    long of(long x) throws Exception;
  }

  interface Run {
    @Async
    void run() throws Exception;
  }

  interface Three {
    @Async
    String of(int a, Integer b, int c) throws Exception;
  }

  interface Strings {
    @Async
    String of(String a, String b) throws Exception;
  }

  interface Text {
    String text();
  }

  static class Both implements Text, Comparable<Both> {
    @Override
    public String text() {
      return "both";
    }

    @Override
    public int compareTo(Both o) {
      return 0;
    }
  }

  static class Numbers {
    final Probe p;

    Numbers(Probe p) {
      this.p = p;
    }

    @Async
    Character ch() throws Exception {
      return await(p.later('A'));
    }

    @Async
    char rawChar() throws Exception {
      return await(p.later('B'));
    }

    @Async
    Short sh() throws Exception {
      return await(p.later((short) -3));
    }

    @Async
    Byte by() throws Exception {
      return await(p.later((byte) 4));
    }

    @Async
    int in() throws Exception {
      return await(p.later(5));
    }

    @Async
    Integer boxed() throws Exception {
      return await(p.later(6));
    }

    @Async
    Float fl() throws Exception {
      return await(p.later(1.5f));
    }

    @Async
    Long none() throws Exception {
      return await(p.later((Long) null));
    }

    @Async
    long twice(long x) throws Exception {
      return await(p.later(2 * x));
    }

    @Async
    Long boxedTwice(Integer x) throws Exception {
      return await(p.later(2L * x));
    }

    @Async
    static <T> T id(T x) throws Exception {
      return x;
    }

    @Async
    <T> T own(T x) throws Exception {
      return await(p.later(x));
    }

    @Async
    <T extends Comparable<T>> T larger(T a, T b) throws Exception {
      return await(p.later(a)).compareTo(b) > 0 ? a : b;
    }

    @Async
    <T extends Text & Comparable<T>> String both(T x) throws Exception {
      return await(p.later(x)).text() + x.compareTo(x);
    }

    @Async
    String all(Object... parts) throws Exception {
      return await(p.later(List.of(parts).toString()));
    }

    @Async
    String ints(int... parts) throws Exception {
      return await(p.later("ints " + parts.length));
    }

    @Async
    ArrayList<String> list() throws Exception {
      return await(p.later(new ArrayList<>(List.of("x"))));
    }

    @Async
    String joined(Numbers other) throws Exception {
      return await(p.later("joined ")) + (other == this);
    }
  }

  interface ToList {
    @Async
    List<String> get() throws Exception;
  }

  interface IntSource extends Serializable {
    @Async
    int get() throws Exception;
  }

  @Async
  static void results(Numbers n, Probe p) throws Exception {
    GetInt ch = n::ch;
    GetInt rawChar = n::rawChar;
    GetInt sh = n::sh;
    GetInt by = n::by;
    GetLong byteToLong = n::by;
    GetLong intToLong = n::in;
    GetLong boxedToLong = n::boxed;
    GetLong charToLong = n::ch;
    GetDouble floatToDouble = n::fl;
    GetDouble intToDouble = n::in;
    GetDouble shortToDouble = n::sh;
    GetObject boxes = n::in;
    GetObject keeps = n::boxed;
    GetNumber number = n::in;
    GetNumber fromFloat = n::fl;
    GetComparable comparable = n::rawChar;
    Run drops = n::in;
    Run dropsObject = n::boxed;
    Run dropsLong = () -> n.twice(3);
    ToList list = n::list;
    p.log(ch.get());
    p.log(rawChar.get());
    p.log(sh.get());
    p.log(by.get());
    p.log(byteToLong.get());
    p.log(intToLong.get());
    p.log(boxedToLong.get());
    p.log(charToLong.get());
    p.log(floatToDouble.get());
    p.log(intToDouble.get());
    p.log(shortToDouble.get());
    p.log(boxes.get());
    p.log(keeps.get());
    p.log(number.get());
    p.log(fromFloat.get());
    p.log(comparable.get());
    drops.run();
    dropsObject.run();
    dropsLong.run();
    p.log(list.get());
    GetLong none = n::none;
    try {
      p.log(none.get());
    } catch (NullPointerException e) {
      p.log("null");
    }
  }

  @Async
  static void parameters(Numbers n, Probe p) throws Exception {
    Fn<String, String> id = Numbers::id;
    Fn<String, String> own = n::own;
    Fn<Integer, Integer> ownInt = n::own;
    OfInt<Integer> boxesParameter = n::own;
    OfInt<Object> widens = n::twice;
    OfInt<Long> boxesForIt = n::boxedTwice;
    OfInt<Number> toNumber = Numbers::id;
    OfLong same = n::twice;
    Fn<Integer, Long> unboxes = n::twice;
    Fn<Character, Long> unboxesAndWidens = n::twice;
    Fn2<String, String, String> larger = n::larger;
    Fn2<Integer, Integer, Integer> largerInt = n::larger;
    Fn<Both, String> both = n::both;
    Three all = n::all;
    Three unused = (a, b, c) -> n.all(a, b, c);
    Strings strings = n::all;
    OfInt<String> ints = n::ints;
    Fn<Numbers, Character> unbound = Numbers::ch;
    Fn<Numbers, Object> unboundInt = Numbers::in;
    Fn2<Numbers, String, String> unboundOwn = Numbers::own;
    Fn2<Numbers, Numbers, String> joined = Numbers::joined;
    p.log(id.apply("id"));
    p.log(own.apply("own"));
    p.log(ownInt.apply(1));
    p.log(boxesParameter.of(2));
    p.log(widens.of(3));
    p.log(boxesForIt.of(4));
    p.log(toNumber.of(5));
    p.log(same.of(6));
    p.log(unboxes.apply(7));
    p.log(unboxesAndWidens.apply('a'));
    p.log(larger.apply("a", "b"));
    p.log(largerInt.apply(4, 3));
    p.log(both.apply(new Both()));
    p.log(all.of(1, 2, 3));
    p.log(unused.of(4, 5, 6));
    p.log(strings.of("s", "t"));
    p.log(ints.of(1));
    p.log(unbound.apply(n));
    p.log(unboundInt.apply(n));
    p.log(unboundOwn.apply(n, "u"));
    p.log(joined.apply(n, n));
    try {
      p.log(unboxes.apply(null));
    } catch (NullPointerException e) {
      p.log("null");
    }
    try {
      p.log(unbound.apply(null));
    } catch (NullPointerException e) {
      p.log("null receiver");
    }
  }

  @Async
  static <T extends Numbers & Cloneable> void intersection(T n, Probe p) throws Exception {
    GetInt bound = n::ch;
    p.log(bound.get());
    GetInt serializable = (GetInt & Serializable) n::sh;
    p.log(serializable.get());
    IntSource source = n::ch;
    p.log(source.get());
  }

  static final class More extends Numbers implements Cloneable {
    More(Probe p) {
      super(p);
    }

    @Async
    @Override
    Character ch() throws Exception {
      GetInt above = super::ch;
      return (char) (above.get() + 1);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    results(new Numbers(p), p);
    parameters(new Numbers(p), p);
    intersection(new More(p), p);
    OfInt<List<String>> constructor = ArrayList::new;
    p.log(constructor.of(3));
    OfInt<int[]> array = int[]::new;
    return array.of(2).length;
  }
}
