package tasktypes;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods that return a type of which only a declaration on the class path says that it is a task. */
public final class LaterMethods {

  /** What the weaver has never heard of. */
  public static class Later<T> {
    final CompletionStage<T> stage;

    Later(CompletionStage<T> stage) {
      this.stage = stage;
    }

    static <T> Later<T> of(T value) {
      return new Later<>(CompletableFuture.completedFuture(value));
    }
  }

  /** Its adapter. */
  public static final class Laters {
    public static <T> Later<T> fromTask(Task<T> task) {
      return new Later<>(task);
    }

    @Async
    public static <T> T await(Later<T> later) {
      return Weft.await(later.stage);
    }
  }

  interface Source {
    @Async
    Later<String> next(String before);
  }

  abstract static class Base implements Source {
    @Async
    abstract Later<Integer> count(int n);

    @Async
    Later<Integer> twice(int n) {
      return Later.of(Laters.await(count(n)) + Laters.await(count(n)));
    }
  }

  static class Derived extends Base {
    private final Probe p;
    private String said = "";

    Derived(Probe p) {
      this.p = p;
    }

    @Override
    public Later<String> next(String before) {
      said += Weft.await(p.later(before)) + ";";
      return Later.of(said);
    }

    @Override
    Later<Integer> count(int n) {
      return n == 0 ? Later.of(0) : Later.of(1 + Laters.await(count(n - 1)));
    }

    /** Returned in tail position, it is awaited. */
    @Async
    private Later<String> handsOn(String what) {
      p.log("hands on");
      try {
        return next(what);
      } finally {
        p.log("handed on");
      }
    }

    @Async
    private static Later<Object> fails(Probe p) throws IOException {
      Weft.await(p.later(1));
      throw new IOException("failed");
    }

    @Async
    private Later<Object> failsLater() {
      return new Later<>(p.fail(new IllegalStateException("later")));
    }

    @Async
    private Later<Object> returnsNull() {
      return null;
    }

    @Async
    synchronized Later<String> locked() {
      return Later.of("locked");
    }
  }

  @Async
  public static Object run(Probe p) {
    var derived = new Derived(p);
    Base base = derived;
    p.log(Laters.await(base.twice(20)));
    p.log(Laters.await(derived.handsOn("a")) + Laters.await(base.next("b")));
    Later<String> kept = derived.handsOn("c");
    p.log(Laters.await(kept) + Laters.await(kept));
    p.log(Laters.await(derived.locked()));
    failures(p, derived);
    Source proxy = proxy(p);
    p.log(Laters.await(proxy.next("through a proxy")));
    Source lambda = before -> Later.of(Weft.await(p.later(before)) + "!");
    p.log("in " + Laters.await(lambda.next("lambda")) + Laters.await(next(lambda)));
    return Laters.await(base.count(200));
  }

  @Async
  private static Later<String> next(Source source) {
    return source.next("handed on");
  }

  @Async
  private static void failures(Probe p, Derived derived) {
    try {
      Laters.await(Derived.fails(p));
    } catch (IOException e) {
      p.log(e.getMessage());
    }
    try {
      Laters.await(derived.failsLater());
    } catch (IllegalStateException e) {
      p.log(e.getMessage());
    }
    try {
      p.log(Laters.await(derived.returnsNull()));
    } catch (NullPointerException e) {
      p.log("null");
    }
  }

  private static Source proxy(Probe p) {
    return (Source)
        Proxy.newProxyInstance(
            Source.class.getClassLoader(),
            new Class<?>[] {Source.class},
            (self, method, arguments) -> new Later<>(p.later(arguments[0])));
  }
}
