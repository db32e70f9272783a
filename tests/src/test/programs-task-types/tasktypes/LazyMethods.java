package tasktypes;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The same for a type that starts its work for everyone who subscribes. */
public final class LazyMethods {

  /** A publisher of one value. */
  public interface Mono<T> {
    CompletionStage<T> subscribe();

    static <T> Mono<T> defer(Supplier<CompletionStage<T>> work) {
      return work::get;
    }
  }

  /** Its adapter, and what makes it awaitable. */
  public interface Monos {
    static <T> Mono<T> fromTask(Task<T> task) {
      return () -> task;
    }

    @Async
    static <T> T await(Mono<T> mono) {
      return Weft.await(mono.subscribe());
    }
  }

  private int subscriptions;

  @Async
  Mono<String> twice(Probe p, String text) {
    String first = Weft.await(p.later(text));
    Mono<String> second = Mono.defer(() -> p.later(first + ++subscriptions));
    p.log(Monos.await(second));
    return second;
  }

  @Async
  public static Object run(Probe p) {
    var methods = new LazyMethods();
    p.log(Monos.await(methods.twice(p, "a")));
    p.log(Monos.await(methods.twice(p, "b")));
    Mono<Integer> none = Mono.defer(() -> CompletableFuture.completedFuture(methods.subscriptions));
    return Monos.await(none);
  }
}
