package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.Coroutines;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a dump says of coroutines that nobody has observed. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class UnobservedDumpTest extends ObservedFixture {

  private final Task.Completer<String> completer = Task.completer();

  @BeforeEach
  void observeNone() {
    Coroutines.stopObserving();
  }

  @Test
  void thoseOfLoopsAreSeen() {
    Task<String> onPool =
        hold(Weft.start(pool, () -> Weft.await(completer.task())).withName("on a pool"));
    hold(Weft.start(loop, () -> Weft.await(onPool)).withName("on a loop"));

    CoroutineDump dump =
        dumpWhen(seen -> isSuspended("on a loop", seen) && isSuspended("on a pool", seen));

    assertThat(named("on a loop", dump).since()).isNull();
    assertThat(dump.observed()).isFalse();
    assertThat(dump.toText()).contains("-Dweft.observe=true");
  }

  /** Of a loop that a step holds, also what was never suspended there. */
  @Test
  void whatRunsAndWhatIsReadyIsSeen() throws Exception {
    var holds = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    try {
      hold(Weft.start(loop, () -> hold(first, holds)).withName("runs"));
      first.await();
      hold(Weft.start(loop, () -> Weft.await(completer.task())).withName("ready"));

      CoroutineDump dump = Coroutines.dump();

      CoroutineView runs = named("runs", dump);
      assertThat(runs.state()).isEqualTo(State.RUNNING);
      assertThat(runs.thread()).isEqualTo(loop.toString());
      assertThat(runs.stack()).anyMatch(each -> each.place().getMethodName().equals("hold"));
      assertThat(named("ready", dump).state()).isEqualTo(State.READY);
      assertThat(dump.toText()).contains("1 running, 1 ready", "not started");
    } finally {
      holds.countDown();
    }
  }

  @Async
  private static void hold(CountDownLatch first, CountDownLatch holds) throws InterruptedException {
    first.countDown();
    holds.await();
  }

  @Test
  void oneThatRunsAfterASuspensionHasItsStack() throws Exception {
    var holds = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    try {
      hold(Weft.start(loop, () -> holdLater(completer.task(), first, holds)).withName("runs"));
      suspended("runs");
      completer.complete("");
      first.await();

      CoroutineView runs = named("runs", Coroutines.dump());

      assertThat(runs.state()).isEqualTo(State.RUNNING);
      assertThat(runs.stack())
          .extracting(each -> each.place().getMethodName())
          .containsSubsequence("await", "holdLater")
          .anyMatch(each -> each.contains("lambda")); // a caller, which is on no stack
    } finally {
      holds.countDown();
    }
  }

  @Async
  private static void holdLater(Task<String> go, CountDownLatch first, CountDownLatch holds)
      throws InterruptedException {
    String unused = Weft.await(go);
    hold(first, holds);
  }

  @Test
  void oneThatWasMadeBeforeKeepsItsNumber() {
    hold(Weft.start(loop, () -> Weft.await(completer.task())).withName("old"));
    suspended("old");
    Coroutines.observe();

    long first = suspended("old").number();
    CoroutineDump dump = Coroutines.dump();
    assertThat(dump.observedSince()).isNotNull().isEqualTo(Coroutines.observedSince());
    assertThat(dump.toTree())
        .contains("observed since " + dump.observedSince(), "before are not judged as leaks");

    assertThat(suspended("old").number()).isEqualTo(first);
  }
}
