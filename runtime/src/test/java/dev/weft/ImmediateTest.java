package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines that go on where something completes: at once, in turn, on a stack that stays flat.
 */
@Timeout(60)
class ImmediateTest {

  private static final int MANY = 1_000_000;

  private static <T> Task<T> start(boolean onImmediate, AsyncCallable<T> body) {
    return onImmediate ? Weft.start(Schedulers.immediate(), body) : Weft.start(body);
  }

  private static HandWoven.Part stackDepthInto(AtomicInteger deepest) {
    return (carrier, before) -> {
      int depth = Thread.currentThread().getStackTrace().length;
      deepest.accumulateAndGet(depth, Math::max);
      return before.get();
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMillionYieldsDoNotGrowTheStack(boolean onImmediate) {
    var left = new AtomicInteger(MANY);
    var loop =
        new AsyncCallable<Object>() {
          @SuppressWarnings("unused") // says that the body is no proxy's
          private static void weft$woven() {}

          @Override
          public Object call() {
            throw new AssertionError();
          }

          @Override
          public Object call(int room, WovenCarrier carrier) {
            return new Yields(left).call(carrier);
          }
        };

    Task<Object> task = start(onImmediate, loop);

    assertThat(task.isDone()).isTrue();
    assertThat(left).hasValue(0);
  }

  /** A loop with a yield in it. */
  private static final class Yields extends Frame {
    private final AtomicInteger left;

    Yields(AtomicInteger left) {
      this.left = left;
    }

    Object call(WovenCarrier carrier) {
      if (left.getAndDecrement() > 1) {
        Suspend.yieldNow(carrier);
        carrier.link(this);
      }
      return null;
    }

    @Override
    protected int resume(Carrier carrier) {
      carrier.takeVoid();
      carrier.putObject(call((WovenCarrier) carrier));
      return carrier.unwinding;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongChainOfTasksThatCompleteEachOtherDoesNotGrowTheStack(boolean onImmediate) {
    Task.Completer<Object> first = Task.completer();
    var deepest = new AtomicInteger();
    Task<Object> last = first.task();
    for (int i = 0; i < 100_000; i++) {
      HandWoven.Part end = i % 1000 == 0 ? stackDepthInto(deepest) : HandWoven.result();
      last = start(onImmediate, body(await((Completion) last), end));
    }
    int here = Thread.currentThread().getStackTrace().length;

    first.complete("x");

    assertThat(Weft.await(last)).isEqualTo("x");
    assertThat(deepest.get()).isBetween(1, here + 50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatACoroutineWakesRunsWhenItPauses(boolean onImmediate) {
    List<String> order = new ArrayList<>();
    Task.Completer<Object> a = Task.completer();
    Task.Completer<Object> b = Task.completer();
    var unused =
        start(
            onImmediate,
            body(
                await((Completion) b.task()),
                (carrier, before) -> {
                  order.add("woken");
                  return null;
                }));
    var waker =
        start(
            onImmediate,
            body(
                await((Completion) a.task()),
                (carrier, before) -> {
                  b.complete(null);
                  order.add("waker goes on");
                  return null;
                }));

    a.complete(null);

    assertThat(waker.isDone()).isTrue();
    assertThat(order).containsExactly("waker goes on", "woken");
  }

  @Test
  void aCoroutineStartedInACoroutineRunsAtOnceAndBelongsToTheSameScheduler() {
    List<Runnable> queue = new ArrayList<>();
    List<String> order = new ArrayList<>();
    Task.Completer<Object> completer = Task.completer();
    List<Task<Object>> inner = new ArrayList<>();
    var outer =
        Weft.start(
            queue::add,
            body(
                (carrier, before) -> {
                  inner.add(
                      Weft.start(
                          body(
                              (c, none) -> {
                                order.add("inner starts");
                                return Suspend.await((Completion) completer.task(), c);
                              },
                              HandWoven.result())));
                  return order.add("outer goes on");
                }));
    queue.remove(0).run();
    assertThat(outer.isDone()).isTrue();
    assertThat(order).containsExactly("inner starts", "outer goes on");

    completer.complete("x");

    assertThat(queue).as("the inner one goes on where the outer one belongs").hasSize(1);
    queue.remove(0).run();
    assertThat(Weft.await(inner.get(0))).isEqualTo("x");
  }
}
