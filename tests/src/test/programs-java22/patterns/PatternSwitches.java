package patterns;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;

/** Switches over sealed types and records, with guards that await and deconstruction in depth. */
public final class PatternSwitches {

  sealed interface Expression permits Constant, Sum, Product, Negation {}

  record Constant(long value) implements Expression {}

  record Sum(Expression left, Expression right) implements Expression {}

  record Product(Expression left, Expression right) implements Expression {}

  record Negation(Expression of) implements Expression {}

  record Pair<A, B>(A first, B second) {}

  enum Level {
    LOW,
    HIGH
  }

  @Async
  public static Object run(Probe p) throws Exception {
    Expression deep = new Sum(new Product(new Constant(3), new Constant(4)), new Constant(5));
    p.log(evaluate(p, new Negation(new Sum(deep, new Negation(deep)))));
    p.log(evaluate(p, new Negation(deep)));
    p.log(simplify(p, new Sum(new Constant(0), new Product(new Constant(1), deep))));
    Object[] all = {1, 20, "short", "quite long", 'c', null, Level.HIGH, new int[3], 2.5, List.of(), deep};
    for (Object each : all) {
      p.log(guarded(p, each));
    }
    p.log(pairs(p, new Pair<>("a", 1)) + pairs(p, new Pair<>(1, new Pair<>("b", 2L))));
    p.log(loop(p, List.of(new Pair<>("x", 1), new Pair<>("y", 2), new Pair<>("stop", 3))));
    p.log(yielding(p, deep) + instanceOf(p, new Pair<>(deep, "z")));
    try {
      return unmatched(p, new Pair<>(null, null));
    } finally {
      p.log("end");
    }
  }

  @Async
  private static long evaluate(Probe p, Expression expression) {
    return switch (expression) {
      case Constant(long value) -> await(p.later(value));
      case Sum(var left, var right) -> evaluate(p, left) + evaluate(p, right);
      case Product(Expression left, Expression right) -> evaluate(p, left) * evaluate(p, right);
      case Negation(Negation(var inner)) -> evaluate(p, inner);
      case Negation(var inner) -> -await(p.later(evaluate(p, inner)));
    };
  }

  @Async
  private static Expression simplify(Probe p, Expression expression) {
    return switch (expression) {
      case Sum(Constant(long zero), var right) when zero == await(p.later(0L)) ->
          simplify(p, right);
      case Sum(var left, Constant(var zero)) when await(p.later(zero)) == 0 -> simplify(p, left);
      case Product(Constant(long one), var right) when await(p.later(one == 1)) ->
          simplify(p, right);
      case Sum(var left, var right) -> new Sum(simplify(p, left), simplify(p, right));
      case Product(var left, var right) -> new Product(simplify(p, left), simplify(p, right));
      default -> await(p.later(expression));
    };
  }

  @Async
  private static String guarded(Probe p, Object o) {
    return switch (o) {
      case null -> "null" + await(p.later("!"));
      case Integer i when await(p.later(i)) > 10 -> "large " + i;
      case Integer i -> "small " + await(p.later(i));
      case String s when s.length() > await(p.later(5)) -> s + await(p.later("long"));
      case String s -> await(p.later(s)) + "short";
      case Character c -> "char " + (char) (c + await(p.later(1)));
      case Level level when level == Level.HIGH && await(p.later(true)) -> "high";
      case int[] array -> "ints " + await(p.later(array)).length;
      case Double d -> "double " + (d + await(p.later(0.5)));
      case List<?> list when list.isEmpty() -> "empty" + await(p.later(list));
      case Constant _, Sum _ -> "expression";
      default -> throw new IllegalStateException();
    };
  }

  @Async
  private static String pairs(Probe p, Pair<?, ?> pair) {
    return switch (pair) {
      case Pair<?, ?>(String s, Integer i) -> s + await(p.later(i));
      case Pair<?, ?>(var first, Pair<?, ?>(String s, Long l)) when await(p.later(l)) > 1 ->
          first + s + await(p.later(l));
      case Pair<?, ?> other -> "other " + other.second();
    };
  }

  @Async
  private static String loop(Probe p, List<Pair<String, Integer>> all) {
    var out = new StringBuilder();
    loop:
    for (var each : all) {
      switch (each) {
        case Pair<String, Integer>(String s, Integer n) when s.equals("stop") -> {
          out.append(await(p.later(n)));
          break loop;
        }
        case Pair<String, Integer>(String s, Integer n) -> {
          for (int i = 0; i < n; i++) {
            out.append(s).append(await(p.later(i)));
          }
        }
      }
    }
    return out.toString();
  }

  @Async
  private static String yielding(Probe p, Expression expression) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      parts.add(
          i
              + switch (expression) {
                case Sum(Product(Constant(var a), _), Constant(var b)) -> {
                  long sum = await(p.later(a)) + b;
                  try {
                    yield sum + await(p.later("try"));
                  } finally {
                    p.log("finally " + await(p.later(sum)));
                  }
                }
                default -> "none";
              });
    }
    return parts.toString();
  }

  @Async
  private static String instanceOf(Probe p, Object o) {
    if (o instanceof Pair<?, ?>(Sum(var left, Constant(long value)), String s)
        && await(p.later(value)) == 5) {
      return s + value + await(p.later(left)).getClass().getSimpleName();
    }
    return "no";
  }

  @Async
  private static String unmatched(Probe p, Pair<Expression, Level> pair) {
    return switch (pair) {
      case Pair<Expression, Level>(Constant c, Level l) -> "c" + await(p.later(l)) + c;
      case Pair<Expression, Level>(var e, var l) when await(p.later(false)) -> "never" + e + l;
      case Pair<Expression, Level> any -> "any" + await(p.later(any)).second();
    };
  }
}
