package lambdas;

import static dev.weft.Weft.await;

import dev.weft.AsyncCallable;
import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Lambdas and method references that suspend before and after they have been serialised. */
public final class SerialisedLambdas implements Serializable {

  private static final long serialVersionUID = 1;

  private static Probe probe;

  private final String name;

  private SerialisedLambdas(String name) {
    this.name = name;
  }

  interface Convert<A, B> extends Serializable {
    @Async
    B convert(A input) throws Exception;
  }

  interface LongOp extends Serializable {
    @Async
    double apply(int a, long b);
  }

  interface Start extends Serializable {
    @Async
    Task<String> start(String s);
  }

  /** A lambda in an interface, whose deserialisation is the interface's. */
  interface Factory {
    static AsyncCallable<String> make(char c) {
      return (AsyncCallable<String> & Serializable) () -> "interface " + c + await(probe.later(c));
    }
  }

  enum Colour {
    RED {
      @Async
      @Override
      String paint() {
        return "red" + await(probe.later(1));
      }
    };

    @Async
    abstract String paint();
  }

  /** The same object written and read, and how it was written. */
  @SuppressWarnings("unchecked")
  private static <T> T copy(T lambda) throws Exception {
    log(lambda);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(lambda);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  private static void log(Object lambda) throws ReflectiveOperationException {
    Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
    replace.setAccessible(true);
    SerializedLambda form = (SerializedLambda) replace.invoke(lambda);
    probe.log(form.toString());
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      Object captured = form.getCapturedArg(i);
      boolean hasNoName = captured == null || captured.getClass().isSynthetic();
      probe.log(hasNoName ? null : captured.getClass().getSimpleName());
    }
  }

  @Async
  private static void both(AsyncCallable<?> lambda) throws Exception {
    Object before = lambda.call();
    AsyncCallable<?> copy = copy(lambda);
    probe.log(before + " / " + copy.call());
    AsyncCallable<?> again = copy(copy);
    probe.log(again.call() + " / " + lambda.call());
  }

  @Async
  public static Object run(Probe p) throws Exception {
    probe = p;
    both((AsyncCallable<Integer> & Serializable) () -> 1 + await(probe.later(1)));
    both(Factory.make('f'));
    captures((byte) 1, (short) 2, 'c', true, 1.5f, null);
    new SerialisedLambdas("me").instance(7L, 2.5);
    references();
    interfaces();
    markers();
    nested();
    failing();
    p.log(sameOne() == sameOne());
    return "done";
  }

  @Async
  private static void captures(byte b, short s, char c, boolean z, float f, Object nothing)
      throws Exception {
    int i = await(probe.later(3));
    long l = await(probe.later(4L));
    double d = await(probe.later(5.5));
    int[] array = {1, 2};
    List<String> list = List.of("x", "y");
    both(
        (AsyncCallable<String> & Serializable)
            () -> {
              long sum = l + b + (nothing == null ? 1 : 0);
              for (int each : array) {
                sum += await(probe.later(each));
              }
              return sum + "" + s + c + z + f + i + d + list + await(probe.later(sum * d));
            });
    AsyncRunnable effect =
        (AsyncRunnable & Serializable)
            () -> {
              await(probe.later(0));
              probe.log("effect " + l + Arrays.toString(array));
            };
    effect.run();
    copy(effect).run();
  }

  @Async
  private void instance(long l, double d) throws Exception {
    both((AsyncCallable<String> & Serializable) () -> name + l + d + more(await(probe.later(l))));
    both((AsyncCallable<String> & Serializable) this::own);
  }

  @Async
  private String own() {
    return name + await(probe.later(".own"));
  }

  @Async
  private String more(long l) {
    return name + await(probe.later(l));
  }

  @Async
  static int ofStatic() {
    return await(probe.later(41)) + 1;
  }

  @Async
  static int length(String text) {
    return text.length() + await(probe.later(100));
  }

  static String ordinary() {
    return "ordinary";
  }

  @Async
  private static void references() throws Exception {
    both((AsyncCallable<Integer> & Serializable) SerialisedLambdas::ofStatic);
    both((AsyncCallable<Object> & Serializable) SerialisedLambdas::ordinary);
    both((AsyncCallable<String> & Serializable) new SerialisedLambdas("bound")::own);
    both((AsyncCallable<String> & Serializable) Colour.RED::paint);
    both((AsyncCallable<Integer> & Serializable) "text"::length);
    AsyncRunnable dropped = (AsyncRunnable & Serializable) SerialisedLambdas::ofStatic;
    copy(dropped).run();
    Convert<String, Object> length = SerialisedLambdas::length;
    probe.log(length.convert("four") + "" + copy(length).convert("seven"));
    Convert<SerialisedLambdas, String> unbound = SerialisedLambdas::own;
    probe.log(copy(unbound).convert(new SerialisedLambdas("unbound")));
    Convert<String, SerialisedLambdas> constructor = SerialisedLambdas::new;
    probe.log(copy(constructor).convert("constructed").name);
  }

  @Async
  private static void interfaces() throws Exception {
    double factor = await(probe.later(0.5));
    LongOp op = (a, b) -> a * factor + await(probe.later(b));
    probe.log(op.apply(1, 2L) + copy(op).apply(3, 4L));
    Start start = s -> Task.completed(s + factor + await(probe.later(s)));
    probe.log(await(start.start("a")) + await(copy(start).start("b")));
    Convert<Integer, List<String>> list = n -> List.of(name(n), name(await(probe.later(n + 1))));
    probe.log(list.convert(1).toString() + copy(list).convert(2));
  }

  @Async
  private static String name(int n) {
    return "n" + await(probe.later(n));
  }

  @Async
  private static void markers() throws Exception {
    AsyncCallable<Integer> marked =
        (AsyncCallable<Integer> & Serializable & RandomAccess) () -> await(probe.later(5));
    AsyncCallable<Integer> copy = copy(marked);
    probe.log(copy.call() + " " + (copy instanceof RandomAccess) + (marked instanceof RandomAccess));
  }

  @Async
  private static void nested() throws Exception {
    String outer = await(probe.later("outer"));
    AsyncCallable<String> inner =
        (AsyncCallable<String> & Serializable) () -> outer + await(probe.later("inner"));
    both((AsyncCallable<String> & Serializable) () -> inner.call() + await(probe.later("!")));
    Convert<String, AsyncCallable<String>> maker =
        s ->
            (AsyncCallable<String> & Serializable)
                () -> s + inner.call() + copy(inner).call() + await(probe.later(s));
    both(copy(maker).convert("made"));
  }

  @Async
  private static void failing() throws Exception {
    AsyncCallable<String> failing =
        (AsyncCallable<String> & Serializable)
            () -> {
              try {
                return await(probe.fail(new IOException("in lambda")));
              } finally {
                probe.log("finally " + await(probe.later(0)));
              }
            };
    try {
      copy(failing).call();
    } catch (IOException e) {
      probe.log(e.toString());
    }
  }

  private static Object sameOne() {
    return (AsyncCallable<String> & Serializable) () -> "one" + await(probe.later(1));
  }
}
