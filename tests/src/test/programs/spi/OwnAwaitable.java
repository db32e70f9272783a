package spi;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.spi.Operation;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A type that Weft has never heard of, which one method makes awaitable. */
public final class OwnAwaitable {

  /** A library's value to come: it begins when somebody subscribes, and tells by callbacks. */
  public static final class Mono<T> {
    private final Consumer<Mono<T>.Subscriber> source;

    Mono(Consumer<Mono<T>.Subscriber> source) {
      this.source = source;
    }

    abstract class Subscriber {
      abstract void next(T value);

      abstract void error(Throwable failure);
    }

    void subscribe(Subscriber subscriber) {
      source.accept(subscriber);
    }
  }

  /** All there is to write. */
  @Async
  public static <T> T await(Mono<T> mono) throws Exception {
    return new Operation<T>() {
      @Override
      protected void start() {
        mono.subscribe(
            mono.new Subscriber() {
              @Override
              void next(T value) {
                complete(value);
              }

              @Override
              void error(Throwable failure) {
                fail(failure);
              }
            });
      }
    }.await();
  }

  private static <T> Mono<T> of(Probe p, T value) {
    return new Mono<>(
        subscriber -> p.later(value).whenComplete((given, failure) -> subscriber.next(given)));
  }

  @Async
  private static int twice(Probe p, int n) throws Exception {
    return await(of(p, n)) + await(of(p, n));
  }

  @Async
  private static Task<String> text(Probe p, int n) throws Exception {
    return Task.completed("<" + await(of(p, "n" + twice(p, n))) + ">");
  }

  @Async
  public static Object run(Probe p) throws Exception {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(Weft.await(text(p, i)));
    }
    try {
      await(new Mono<String>(subscriber -> subscriber.error(new java.io.IOException("gone"))));
    } catch (java.io.IOException expected) {
      seen.add(expected.getMessage());
    }
    return seen.toString();
  }
}
