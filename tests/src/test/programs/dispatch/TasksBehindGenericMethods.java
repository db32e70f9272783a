package dispatch;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncCallable;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods whose result is a type variable or Object, implemented by methods that return tasks. */
public final class TasksBehindGenericMethods {

  interface Maker<T> {
    @Async
    T make(Probe p) throws Exception;
  }

  static class OfTask implements Maker<Task<String>> {
    @Override
    public Task<String> make(Probe p) throws Exception {
      return Task.completed("task " + await(p.later("a")));
    }
  }

  static class OfFuture implements Maker<CompletableFuture<String>> {
    @Override
    public CompletableFuture<String> make(Probe p) throws Exception {
      return CompletableFuture.completedFuture("future " + await(p.later("b")));
    }
  }

  static class OfStage implements Maker<CompletionStage<String>> {
    @Override
    public CompletionStage<String> make(Probe p) {
      return p.later("stage c");
    }
  }

  static class OfGenerator implements Maker<Generator<String>> {
    @Override
    public Generator<String> make(Probe p) {
      emit("d");
      emit("e");
      return null;
    }
  }

  static class OfString implements Maker<String> {
    @Override
    public String make(Probe p) throws Exception {
      return "string " + await(p.later("f"));
    }
  }

  /** Overrides with a narrower type once more. */
  static class OfOverriddenTask extends OfTask {
    @Override
    public Task<String> make(Probe p) throws Exception {
      return Task.completed("over " + await(super.make(p)));
    }
  }

  abstract static class Base {
    @Async
    abstract Object m(int x, Probe p) throws Exception;
  }

  static class Narrow extends Base {
    @Override
    Task<String> m(int x, Probe p) throws Exception {
      return Task.completed("narrow " + x + await(p.later("g")));
    }
  }

  static class Narrower extends Narrow {
    @Override
    Task<String> m(int x, Probe p) throws Exception {
      return Task.completed("narrower " + await(super.m(x + 1, p)));
    }
  }

  static class Wide extends Base {
    @Override
    Object m(int x, Probe p) throws Exception {
      return "wide " + x + await(p.later("h"));
    }
  }

  /** A class with the method itself, beside what it is called for. */
  static class Concrete<T> {
    T made;

    @Async
    T get(Probe p) throws Exception {
      p.log("plain " + await(p.later("get")));
      return made;
    }
  }

  static class ConcreteTask extends Concrete<Task<Integer>> {
    @Override
    Task<Integer> get(Probe p) throws Exception {
      Task<Integer> above = super.get(p);
      return Task.completed((above == null ? 1 : 2) + await(p.later(10)));
    }
  }

  interface Stages {
    @Async
    CompletionStage<String> stage(Probe p) throws Exception;
  }

  static class Futures implements Stages {
    @Override
    public CompletableFuture<String> stage(Probe p) throws Exception {
      return CompletableFuture.completedFuture("stages " + await(p.later("i")));
    }
  }

  @Async
  static <T> T through(Maker<T> maker, Probe p) throws Exception {
    T made = maker.make(p);
    p.log(made instanceof CompletionStage);
    p.log(made instanceof Generator);
    return made;
  }

  @Async
  static Task<String> start(Probe p) throws Exception {
    return Task.completed("started " + await(p.later("j")));
  }

  @Async
  static <T> T call(AsyncCallable<T> callable, Probe p) throws Exception {
    T result = callable.call();
    p.log(result instanceof CompletionStage);
    return result;
  }

  @Async
  static void lambdas(Probe p) throws Exception {
    AsyncCallable<Task<String>> anonymous =
        new AsyncCallable<>() {
          @Override
          public Task<String> call() throws Exception {
            return Task.completed("anonymous " + await(p.later("k")));
          }
        };
    AsyncCallable<Task<String>> lambda = () -> start(p);
    AsyncCallable<CompletableFuture<String>> future =
        new AsyncCallable<>() {
          @Override
          public CompletableFuture<String> call() throws Exception {
            return CompletableFuture.completedFuture("anonymous " + await(p.later("l")));
          }
        };
    Maker<Task<String>> reference = TasksBehindGenericMethods::start;
    p.log(await(call(anonymous, p)));
    p.log(await(call(lambda, p)));
    p.log(await(call(future, p)));
    p.log(await(reference.make(p)));
    p.log(await(through(reference, p)));
  }

  @Async
  static void directly(Probe p) throws Exception {
    p.log(await(new OfTask().make(p)));
    p.log(await(new OfFuture().make(p)));
    p.log(await(new OfOverriddenTask().make(p)));
    p.log(await(new Narrower().m(5, p)));
    Task<String> kept = new Narrow().m(6, p);
    p.log(await(kept));
    p.log(await(new ConcreteTask().get(p)));
    Stages stages = new Futures();
    p.log(await(stages.stage(p)));
    for (String each : new OfGenerator().make(p)) {
      p.log(each);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(await(through(new OfTask(), p)));
    p.log(await(through(new OfFuture(), p)));
    p.log(await(through(new OfStage(), p)));
    p.log(await(through(new OfOverriddenTask(), p)));
    p.log(through(new OfString(), p));
    p.log(through(new OfGenerator(), p) != null);
    Base[] all = {new Narrow(), new Wide(), new Narrower()};
    for (Base each : all) {
      Object result = each.m(3, p);
      p.log(result instanceof Task<?> task ? await(task) : result);
    }
    Concrete<Task<Integer>> concrete = new ConcreteTask();
    Task<Integer> got = concrete.get(p);
    p.log(await(got));
    directly(p);
    lambdas(p);
    return "done";
  }

  /** Unwoven, generators have no elements. */
  public static Object expected(Probe p) throws Exception {
    p.log(true);
    p.log(false);
    p.log("task a");
    p.log(true);
    p.log(false);
    p.log("future b");
    p.log(true);
    p.log(false);
    p.log("stage c");
    p.log(true);
    p.log(false);
    p.log("over task a");
    p.log(false);
    p.log(false);
    p.log("string f");
    p.log(false);
    p.log(true);
    p.log(true);
    p.log("narrow 3g");
    p.log("wide 3h");
    p.log("narrower narrow 4g");
    p.log("plain get");
    p.log(11);
    p.log("task a");
    p.log("future b");
    p.log("over task a");
    p.log("narrower narrow 6g");
    p.log("narrow 6g");
    p.log("plain get");
    p.log(11);
    p.log("stages i");
    p.log("d");
    p.log("e");
    for (String each : new String[] {"anonymous k", "started j", "anonymous l"}) {
      p.log(true);
      p.log(each);
    }
    p.log("started j");
    p.log(true);
    p.log(false);
    p.log("started j");
    return "done";
  }
}
