package lambdas;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** References to methods that suspend, as coroutine bodies and as ordinary functions. */
public final class MethodReferences {

  private static Probe probe;

  static class Parent {
    @Async
    String virtual() {
      return "parent" + await(probe.later(1));
    }
  }

  static final class Child extends Parent {
    @Async
    @Override
    String virtual() {
      return "child" + await(probe.later(2));
    }

    @Async
    String viaSuper() throws Exception {
      AsyncCallable<String> up = super::virtual;
      AsyncCallable<String> own = this::virtual;
      return up.call() + own.call();
    }
  }

  interface Shape {
    @Async
    double area();
  }

  record Square(double side) implements Shape {
    @Override
    public double area() {
      return side * await(probe.later(side));
    }
  }

  interface Converter<A, B> {
    @Async
    B convert(A input) throws Exception;
  }

  interface IntOp {
    @Async
    long apply(int a, long b);
  }

  static final class Made {
    final Object content;

    Made(Object content) {
      this.content = content;
    }

    Made() {
      this("empty");
    }
  }

  @Async
  static String ofStatic() {
    return "static" + await(probe.later(0));
  }

  @Async
  static int length(String text) {
    return text.length() + await(probe.later(100));
  }

  @Async
  static int add(int a, int b) {
    return a + await(probe.later(b));
  }

  @Async
  static void effect() {
    probe.log("effect" + await(probe.later(1)));
  }

  @Async
  static Task<String> task() {
    return Task.completed("task" + await(probe.later(1)));
  }

  static String ordinary() {
    return "ordinary";
  }

  @Async
  private String own(Object... all) {
    return "own" + all.length + await(probe.later("v"));
  }

  @Async
  public static Object run(Probe p) throws Exception {
    probe = p;
    asBodies(p);
    userInterfaces(p);
    AsyncCallable<Task<String>> task = MethodReferences::task;
    p.log(await(task.call()));
    Supplier<Task<String>> supplied = MethodReferences::task;
    p.log(await(supplied.get()));
    return null;
  }

  @Async
  private static void asBodies(Probe p) throws Exception {
    Parent child = new Child();
    List<AsyncCallable<?>> all =
        List.of(
            MethodReferences::ofStatic,
            child::virtual,
            new Parent()::virtual,
            ((Shape) new Square(3))::area,
            new Square(4)::area,
            MethodReferences::ordinary,
            "text"::length,
            Made::new,
            new MethodReferences()::own);
    for (AsyncCallable<?> each : all) {
      Object result = each.call();
      p.log(result instanceof Made made ? made.content : result);
    }
    p.log(new Child().viaSuper());
    AsyncRunnable effect = MethodReferences::effect;
    effect.run();
    AsyncRunnable dropped = MethodReferences::ofStatic;
    dropped.run();
    AsyncCallable<String> reference = all.get(0)::toString;
    p.log(reference.call().isEmpty());
  }

  @Async
  private static void userInterfaces(Probe p) throws Exception {
    Converter<String, Integer> length = MethodReferences::length;
    p.log(length.convert("four"));
    Converter<Parent, String> unbound = Parent::virtual;
    p.log(unbound.convert(new Child()));
    Converter<Shape, Double> area = Shape::area;
    p.log(area.convert(new Square(5)));
    Converter<Object, Made> constructor = Made::new;
    p.log(constructor.convert("c").content);
    Converter<Integer, int[]> array = int[]::new;
    p.log(array.convert(2));
    IntOp op = MethodReferences::adapted;
    p.log(op.apply(3, 4L));
    Converter<Integer, Object> boxed = MethodReferences::boxedArgument;
    p.log(boxed.convert(5));
    Function<String, String> plain = String::trim;
    p.log(plain.apply(" t "));
  }

  @Async
  private static int adapted(long a, double b) {
    return (int) (a * 10 + await(probe.later(b)));
  }

  @Async
  private static byte boxedArgument(int n) {
    return (byte) (n + await(probe.later(1)));
  }
}
