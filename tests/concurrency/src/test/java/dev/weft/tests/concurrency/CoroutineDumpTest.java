package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.concurrent.Tasks;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.CoroutineView;
import dev.weft.observe.CoroutineView.Kind;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.CoroutineView.Variable;
import dev.weft.observe.CoroutineView.Wait;
import dev.weft.observe.Coroutines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a dump says of each coroutine. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class CoroutineDumpTest extends ObservedFixture {

  private static final Duration LONG = Duration.ofHours(1);

  private final Task.Completer<String> completer = Task.completer();

  /** A method with a variable that is kept. */
  @Async
  private static String waitWithVariable(int count, Task<String> task) {
    String result = Weft.await(task);
    return result + count;
  }

  @Test
  void stackWithLinesAndVariables() {
    hold(Weft.start(loop, () -> waitWithVariable(17, completer.task())).withName("waits"));

    CoroutineView seen = suspended("waits");

    assertThat(seen.stack().get(0).place().getMethodName()).isEqualTo("waitWithVariable");
    assertThat(seen.stack().get(0).place().getLineNumber()).isPositive();
    assertThat(seen.stack().get(0).variables()).containsExactly(new Variable("count", "17"));
    assertThat(seen.stack().get(1).place().getMethodName()).contains("lambda");
    assertThat(seen.scheduler()).isEqualTo(loop.toString());
    assertThat(seen.since()).isNotNull();
    assertThat(seen.thread()).isNull();
    assertThat(seen.task().get() == held.get(0)).isTrue();
    assertThat(seen.origin().get(0).getMethodName()).isEqualTo("stackWithLinesAndVariables");
    assertThat(seen.toString()).contains("\"waits\" suspended", "count=17", "made at");
  }

  @Test
  void whatIsWaitedFor() {
    Channel<String> channel = Channel.rendezvous();
    var future = new CompletableFuture<String>();
    hold(Weft.start(loop, () -> Weft.await(completer.task())).withName("completer"));
    hold(Weft.start(pool, () -> Weft.delay(LONG)).withName("timer on a pool"));
    hold(Weft.start(loop, () -> Weft.delay(LONG)).withName("timer on a loop"));
    hold(Weft.start(loop, () -> channel.receive()).withName("receive"));
    hold(Weft.start(loop, () -> Weft.await(future)).withName("future"));

    assertThat(waitOf("completer").kind()).isEqualTo(Kind.COMPLETER);
    assertThat(waitOf("timer on a pool").kind()).isEqualTo(Kind.TIMER);
    assertThat(waitOf("timer on a pool").dueIn()).isBetween(LONG.minusMinutes(30), LONG);
    assertThat(waitOf("timer on a loop").dueIn()).isBetween(LONG.minusMinutes(30), LONG);
    assertThat(waitOf("receive").kind()).isEqualTo(Kind.RECEIVE);
    assertThat(waitOf("receive").what()).startsWith("Channel#").contains("rendezvous");
    assertThat(waitOf("future").kind()).isEqualTo(Kind.STAGE);
  }

  private static Wait waitOf(String name) {
    Wait wait = suspended(name).waitsFor();
    assertThat(wait).isNotNull();
    return wait;
  }

  @Test
  void whoIsWaitedFor() {
    var lock = new AsyncLock();
    Task<String> awaited =
        hold(
            Weft.start(
                    loop,
                    () -> {
                      lock.lock();
                      return Weft.await(completer.task());
                    })
                .withName("awaited"));
    hold(Weft.start(pool, () -> Weft.await(awaited)).withName("awaits"));
    suspended("awaited");
    hold(Weft.start(pool, () -> lock.lock()).withName("locks"));
    hold(Weft.start(pool, () -> Tasks.awaitAll(List.of(awaited))).withName("awaits all"));
    long number = suspended("awaited").number();

    assertThat(waitOf("awaits").kind()).isEqualTo(Kind.TASK);
    assertThat(waitOf("awaits").coroutines()).containsExactly(number);
    assertThat(waitOf("awaits").what()).contains("#" + number + " \"awaited\"");
    assertThat(waitOf("locks").kind()).isEqualTo(Kind.LOCK);
    assertThat(waitOf("locks").coroutines()).containsExactly(number);
    assertThat(waitOf("locks").what()).contains("held by #" + number + " \"awaited\"");
    assertThat(waitOf("awaits all").kind()).isEqualTo(Kind.TASKS);
    assertThat(waitOf("awaits all").coroutines()).containsExactly(number);
  }

  @Async
  private AsyncGenerator<String> one() {
    Weft.emit("");
    Weft.await(completer.task());
    return null;
  }

  /** Coroutines that nobody has started by hand. */
  @Test
  void whatWorksForAsyncGenerators() {
    hold(Weft.start(loop, () -> consume(one().chunked(10, LONG))).withName("chunks"));
    hold(Weft.start(loop, () -> consume(one().debounce(LONG))).withName("debounces"));

    CoroutineDump dump =
        dumpWhen(
            seen ->
                waitNames("chunked", seen).size() == 2 && waitNames("debounce", seen).size() == 2);

    assertThat(waitNames("chunked", dump))
        .containsExactlyInAnyOrder("a time to pass", "a task that somebody completes by hand");
    assertThat(waitNames("debounce", dump))
        .containsExactlyInAnyOrder("a time to pass", "a task that somebody completes by hand");
    assertThat(suspended("chunks").waitsFor().what()).isEqualTo("an element of an async generator");
    assertThat(dump.toText()).contains("dev.weft.AsyncGenerator.chunked(AsyncGenerator.java)");
  }

  @Async
  private static void consume(AsyncGenerator<?> elements) {
    for (Object each : elements) {
      assertThat(each).isNotNull();
    }
  }

  private static List<String> waitNames(String name, CoroutineDump dump) {
    return dump.coroutines().stream()
        .filter(each -> name.equals(each.name()) && each.state() == State.SUSPENDED)
        .map(each -> each.waitsFor().what())
        .toList();
  }

  @Async
  private void forkTwo() {
    try (var scope = TaskScope.open(config -> config.withName("mine"))) {
      for (int i = 0; i < 2; i++) {
        scope.fork(() -> Weft.await(completer.task())).withName("child");
      }
      scope.join();
    }
  }

  @Test
  void scopesAndParents() {
    hold(Weft.start(loop, () -> forkTwo()).withName("opens"));

    CoroutineView opens = suspended("opens");
    CoroutineView child = suspended("child");

    assertThat(opens.waitsFor().kind()).isEqualTo(Kind.SCOPE);
    assertThat(opens.waitsFor().coroutines()).hasSize(2).contains(child.number());
    assertThat(child.parent()).isEqualTo(opens.number());
    assertThat(child.scope()).contains("mine");
  }

  @Test
  void runningAndReady() throws Exception {
    var holds = new CountDownLatch(1);
    try {
      hold(Weft.start(loop, () -> block(holds)).withName("runs"));
      dumpWhen(dump -> isIn(State.RUNNING, "runs", dump));
      hold(Weft.start(loop, () -> forkTwo()).withName("ready"));

      CoroutineDump dump = Coroutines.dump();

      CoroutineView runs = named("runs", dump);
      assertThat(runs.thread()).isEqualTo(loop.toString());
      assertThat(runs.since()).isNotNull();
      assertThat(runs.stack())
          .anyMatch(each -> each.place().getMethodName().equals("block"))
          .noneMatch(each -> each.place().getClassName().startsWith("dev.weft.internal"));
      assertThat(named("ready", dump).state()).isEqualTo(State.READY);
      assertThat(named("ready", dump).stack()).isEmpty();
      assertThat(dump.toText()).contains("1 running, 1 ready").contains("not started");
      assertThat(dump.toSummary()).contains("CoroutineDumpTest.block("); // above it, the JDK's
    } finally {
      holds.countDown();
    }
  }

  private static boolean isIn(State state, String name, CoroutineDump dump) {
    return dump.coroutines().stream()
        .anyMatch(each -> name.equals(each.name()) && each.state() == state);
  }

  /** Holds the loop, after it was suspended once, so that a suspended caller is shown, too. */
  @Async
  private static void block(CountDownLatch holds) throws InterruptedException {
    Weft.yieldNow();
    holds.await();
  }

  @Test
  void equalStacksTogether() {
    for (int i = 0; i < 1_000; i++) {
      hold(Weft.start(loop, () -> Weft.await(completer.task())));
    }
    CoroutineDump dump =
        dumpWhen(
            seen ->
                seen.coroutines().stream().filter(each -> each.state() == State.SUSPENDED).count()
                    == 1_000);

    assertThat(dump.toText()).contains("1,000 coroutines here, suspended for up to");
    assertThat(dump.toText().lines()).hasSizeLessThan(20);
    assertThat(dump.toSummary().lines()).hasSizeLessThan(20);
    assertThat(dump.toTree()).contains("1,000 such as #");
  }

  @Test
  void treeOfWhoWaitsForWhom() {
    Task<String> root = hold(Weft.start(loop, () -> Weft.await(completer.task())).withName("leaf"));
    Task<String> middle = hold(Weft.start(loop, () -> Weft.await(root)).withName("middle"));
    hold(Weft.start(loop, () -> Weft.await(middle)).withName("one"));
    hold(Weft.start(loop, () -> forkTwo()).withName("two"));
    suspended("one");
    suspended("two");

    List<String> lines = Coroutines.dump().toTree().lines().toList();

    int one = indexOf("\"one\"", lines);
    assertThat(lines.get(one)).startsWith("#");
    assertThat(lines.get(one + 1)).startsWith("  #").contains("\"middle\"");
    assertThat(lines.get(one + 2)).startsWith("    #").contains("\"leaf\"");
    int two = indexOf("\"two\"", lines);
    assertThat(lines.get(two + 1)).startsWith("  2 such as #");
  }

  @Async
  private static void sleepsWith(int hours) {
    Weft.delay(Duration.ofHours(hours));
    assertThat(hours).isPositive();
  }

  /** What is told of one is not told of all. */
  @Test
  void ofAGroupTheFirstTimerAndWhoseVariables() {
    for (int i = 3; i > 0; i--) {
      int hours = i;
      hold(Weft.start(loop, () -> sleepsWith(hours)));
    }
    CoroutineDump dump =
        dumpWhen(
            seen ->
                seen.coroutines().stream().filter(each -> each.state() == State.SUSPENDED).count()
                    == 3);

    long first = dump.coroutines().get(0).number();
    assertThat(dump.toText())
        .containsPattern(", the first in (60|59) min")
        .contains("; the variables are those of #" + first);
    assertThat(dump.toSummary()).doesNotContain("the variables");
  }

  private static int indexOf(String part, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("not there: " + part);
  }

  @Async
  private static void lockBoth(AsyncLock first, AsyncLock second, Task<String> go) {
    first.lock();
    Weft.await(go);
    second.lock();
  }

  @Test
  void deadlocksAreNamed() {
    var left = new AsyncLock();
    var right = new AsyncLock();
    Task<String> go = completer.task();
    hold(Weft.start(loop, () -> lockBoth(left, right, go)).withName("left"));
    hold(Weft.start(pool, () -> lockBoth(right, left, go)).withName("right"));
    suspended("left");
    suspended("right");
    assertThat(Coroutines.dump().deadlocks()).isEmpty();

    completer.complete("go");
    CoroutineDump dump = dumpWhen(seen -> !seen.deadlocks().isEmpty());

    assertThat(dump.deadlocks()).hasSize(1);
    assertThat(dump.deadlocks().get(0))
        .containsExactlyInAnyOrder(named("left", dump).number(), named("right", dump).number());
    assertThat(dump.toText()).contains("DEADLOCK of 2 coroutines", "held by #");
    assertThat(dump.toTree()).contains("DEADLOCK: #", "see above");
  }

  @Test
  void withATimeLimitItIsNoDeadlock() {
    var left = new AsyncLock();
    Task.Completer<Task<Boolean>> other = Task.completer();
    hold(
        Weft.start(
                loop,
                () -> {
                  left.lock();
                  Weft.await(Weft.await(other.task()));
                })
            .withName("holds"));
    suspended("holds");
    Task<Boolean> tries = hold(Weft.start(pool, () -> left.tryLock(LONG)).withName("tries"));
    suspended("tries");
    other.complete(tries);
    var unused =
        dumpWhen(
            dump ->
                isSuspended("holds", dump) && named("holds", dump).waitsFor().kind() == Kind.TASK);

    assertThat(Coroutines.dump().deadlocks()).isEmpty();
  }

  @Test
  void whatHasEndedIsNotThere() throws Exception {
    hold(Weft.start(loop, () -> forkTwo()).withName("ends"));
    suspended("ends");
    completer.complete("done");
    held.get(0).get();

    assertThat(Coroutines.dump().coroutines()).isEmpty();
  }

  @Async
  private void yields() {
    while (!completer.task().isDone()) {
      Weft.yieldNow();
    }
  }

  @Test
  void aThreadRunsOneAtATime() {
    for (int i = 0; i < 200; i++) {
      hold(Weft.start(loop, () -> yields()));
    }
    dumpWhen(dump -> dump.coroutines().size() == 200);
    for (int i = 0; i < 50; i++) {
      List<CoroutineView> running =
          Coroutines.dump().coroutines().stream()
              .filter(each -> each.state() == State.RUNNING)
              .toList();

      assertThat(running).hasSizeLessThanOrEqualTo(1);
      assertThat(running).allMatch(each -> each.thread() != null && !each.stack().isEmpty());
    }
    assertThat(completer.complete("")).isTrue();
  }

  /** Its string is never asked for: that might wait, fail or change something. */
  private static final class Hostile {
    @Override
    public String toString() {
      throw new AssertionError("called by a dump");
    }
  }

  @Async
  private static void keepHostile(Task<String> task) {
    var kept = new Hostile();
    String result = Weft.await(task);
    assertThat(result).isNotEqualTo(kept);
  }

  @Test
  void codeOfTheUsersIsNotCalled() {
    hold(Weft.start(loop, () -> keepHostile(completer.task())).withName("hostile"));

    Variable shown = suspended("hostile").stack().get(0).variables().get(0);

    assertThat(shown.name()).isEqualTo("kept");
    assertThat(shown.value()).contains("Hostile@");
  }
}
