package dev.weft.tests.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Random;

/**
 * Writes a random program: a class with methods of all kinds that call each other, always the same
 * one for a seed.
 *
 * <p>It ends because calls go less and less deep, and loops and calls use up fuel.
 */
final class RandomProgram {

  private record Signature(String modifiers, String result, List<String> names) {}

  private static final List<Signature> STATIC =
      List.of(
          new Signature("static", "int", List.of("i0", "i1")),
          new Signature("private static", "long", List.of("l0")),
          new Signature("static", "double", List.of("d0")),
          new Signature("static", "String", List.of("s0")),
          new Signature("private static", "task", List.of("t0", "t1")));

  private static final List<Signature> VIRTUAL =
      List.of(
          new Signature("", "int", List.of("v0", "v1")),
          new Signature("public", "long", List.of("w0")),
          new Signature("protected", "double", List.of("x0")),
          new Signature("", "task", List.of("u0")));

  private static final String FRAME =
      """
      package %1$s;

      import static dev.weft.Weft.await;

      import dev.weft.AsyncCallable;
      import dev.weft.Task;
      import dev.weft.Weft;
      import dev.weft.annotations.Async;
      import dev.weft.tests.conformance.Probe;

      public class %2$s {
        static int fuel = 300;
        static int fi = 1;
        static long fl = 2;
        static int[] fa = {1, 2, 3, 4};

        static class First extends RuntimeException {
          First(String message) { super(message); }
        }

        static final class Second extends First {
          Second(String message) { super(message); }
        }

        record Box(int a, long b) {
          int sum() { return a + (int) b; }
        }

        record Pair(Object a, double b, Object c) {
          Pair { fi++; }
          @Override public String toString() { return cut("<" + a + b + c + ">"); }
        }

        static final class Resource implements AutoCloseable {
          final Probe p;
          final int n;
          Resource(Probe p, int n) { this.p = p; this.n = n; p.log("open " + n); }
          @Async @Override public void close() {
            p.log("close " + await(p.later(n)));
            if (n %% 7 == 3) { throw new First("close"); }
          }
        }

        static String cut(String s) { return s.length() > 40 ? s.substring(s.length() - 40) : s; }
        static int length(Object o) { return String.valueOf(o).length(); }
        static int narrow(double d) { return (int) d; }
        static int narrow(long l) { return (int) l; }
        static double widen(long l) { return l; }
        static Base self() { return fi %% 2 == 0 ? new Base() : new Derived(); }

        @Async public static Object run(Probe p) throws Exception {
          for (int i = 0; i < 3; i++) {
            try {
              p.log(i0(p, 4, i, i * 1000L, "run"));
              p.log(await(t0(p, 3, i, -i, "task")));
            } catch (RuntimeException | AssertionError e) {
              p.log("run caught " + e);
            }
            fuel = 150;
          }
          return s0(p, 3, 1, 2, "end");
        }

      %3$s
        static class Base {
          int n = fi;
      %4$s  }

        static class Derived extends Base {
      %5$s  }
      }
      """;

  private final Random random;

  private RandomProgram(long seed) {
    random = new Random(seed * 1_000_003);
  }

  /** The source of class {@code name} for a seed. */
  static String source(String packageName, String name, long seed) {
    return new RandomProgram(seed).write(packageName, name);
  }

  private String write(String packageName, String name) {
    String methods = methods(STATIC, "");
    String base = methods(VIRTUAL, "");
    String derived = methods(List.of(VIRTUAL.get(random.nextInt(4)), VIRTUAL.get(0)), "v0");
    return FRAME.formatted(packageName, name, methods, base, derived);
  }

  private String methods(List<Signature> signatures, String callingSuper) {
    var out = new StringBuilder();
    var written = new HashSet<String>();
    for (Signature each : signatures) {
      for (String name : each.names()) {
        if (written.add(name)) {
          method(out, each, name, name.equals(callingSuper));
        }
      }
    }
    return out.toString();
  }

  private void method(StringBuilder out, Signature signature, String name, boolean callsSuper) {
    boolean task = signature.result().equals("task");
    var scope = new RandomScope(random, task, 9);
    scope.declare("int", "a");
    scope.declare("long", "b");
    scope.declare("String", "s");
    var make = new RandomExpressions(scope);
    out.append("  @Async ").append(signature.modifiers()).append(' ');
    out.append(task ? "Task<Object>" : signature.result()).append(' ').append(name);
    out.append("(Probe p, int d, int a, long b, String s) throws Exception {\n    ");
    out.append("if (d <= 0 || fuel-- <= 0) { return ");
    out.append(ending(signature.result(), leaf(signature.result()), 0)).append("; }\n");
    if (callsSuper) {
      out.append("    a += super.").append(name).append("(p, d - 1, a, b + 1, s);\n");
    }
    new RandomStatements(out, signature.result()).block(scope);
    String last = make.of(task ? "Object" : signature.result(), 2);
    out.append("    return ").append(ending(signature.result(), last, random.nextInt(4)));
    out.append(";\n  }\n\n");
  }

  private static String leaf(String result) {
    return result.equals("String") ? "s" : "a";
  }

  private static String ending(String result, String value, int way) {
    if (!result.equals("task")) {
      return value;
    }
    return switch (way) {
      case 0, 1 -> "Task.completed(" + value + ")";
      case 2 -> "p.laterTask(" + value + ")";
      default -> "t1(p, d - 1, a, b, \"tail\" + " + value + ")";
    };
  }
}
