package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.internal.loop.LoopAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A loop that has nothing to do does nothing: no turn, and so no return from its sleep, while the
 * test looks on. What counts is the number of turns, not the time.
 */
@Timeout(60)
class EventLoopIdleTest {

  private static final long FAR = TimeUnit.DAYS.toNanos(1);
  private static final int LOOK_MILLIS = 100;

  private final EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ofDays(1)).build();
  private final List<Pipe> pipes = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    loop.close();
    for (Pipe pipe : pipes) {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  private void onLoop(Runnable step) {
    var ran = new CountDownLatch(1);
    loop.schedule(
        () -> {
          step.run();
          ran.countDown();
        });
    LoopFixture.awaitLatch(ran);
  }

  /**
   * It may still have to fall asleep, and a thread that parks may wake for no reason, but rarely.
   */
  private void assertSleeps() throws InterruptedException {
    long before;
    long after = LoopAccess.turns(loop);
    int looks = 0;
    do {
      before = after;
      Thread.sleep(LOOK_MILLIS);
      after = LoopAccess.turns(loop);
      looks++;
    } while (after != before && looks < 20);

    assertThat(after).as("turns while idle").isEqualTo(before);
    assertThat(looks).as("looks until it slept").isLessThan(20);
  }

  @Test
  void afterAStep() throws Exception {
    onLoop(() -> {});

    assertSleeps();
  }

  @Test
  void withATimerThatIsFarAway() throws Exception {
    Runnable giveUp = loop.scheduleAfter(FAR, () -> {});

    assertSleeps();
    giveUp.run();
  }

  @Test
  void afterTimersWereGivenUp() throws Exception {
    List<Runnable> givenUp = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      givenUp.add(loop.scheduleAfter(FAR, () -> {}));
    }
    onLoop(() -> givenUp.subList(0, 500).forEach(Runnable::run));
    givenUp.subList(500, 1000).forEach(Runnable::run);

    assertSleeps();
    onLoop(() -> assertThat(LoopAccess.timers(loop)).isZero());
  }

  @Test
  void afterAStormOfWakeUps() throws Exception {
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var producer =
          new Thread(
              () -> {
                for (int each = 0; each < 20_000; each++) {
                  loop.schedule(() -> {});
                }
              });
      producers.add(producer);
      producer.start();
    }
    for (Thread producer : producers) {
      producer.join();
    }

    assertSleeps();
  }

  @Test
  void afterAStepThatLeftItsThreadInterrupted() throws Exception {
    onLoop(() -> Thread.currentThread().interrupt());

    assertSleeps();
  }

  private ChannelRegistration watch(Waits waits) throws IOException {
    Pipe pipe = Pipe.open();
    pipes.add(pipe);
    pipe.source().configureBlocking(false);
    ChannelRegistration watch = loop.register(pipe.source());
    onLoop(() -> watch.await(waits));
    return watch;
  }

  private static final class Waits implements ChannelRegistration.Waiter {
    @Override
    public int interest() {
      return SelectionKey.OP_READ;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public boolean wake() {
      return true;
    }

    @Override
    public boolean wake(Throwable failure) {
      return true;
    }

    @Override
    public void run() {}
  }

  @Test
  void withAChannelThatIsNotReady() throws Exception {
    var unused = watch(new Waits());

    assertSleeps();
  }

  /** Interest in it stays on, until a look finds that nobody waits. */
  @Test
  void withAChannelThatIsReadyAndThatNobodyWaitsFor() throws Exception {
    var unused = watch(new Waits());
    int written = pipes.get(0).sink().write(ByteBuffer.allocate(1));
    assertThat(written).isOne();

    assertSleeps();
  }

  @Test
  void afterAChannelWasClosed() throws Exception {
    ChannelRegistration watch = watch(new Waits());
    watch.close();

    assertSleeps();
    onLoop(() -> Thread.currentThread().interrupt());
    assertSleeps();
  }

  @Test
  void whileItWaitsForACoroutineToEnd() throws Exception {
    var deaf = new Stubborn();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                await((Completion) Task.completer().task()),
                (carrier, before) -> await(deaf).run(carrier, new HandWoven.Given(null, null)),
                result()));
    onLoop(() -> {});
    var closer = new Thread(loop::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertSleeps();

    deaf.finish("ended");
    closer.join();
    assertThat(task.get()).isEqualTo("ended");
  }

  @Test
  void afterTheEnd() throws Exception {
    onLoop(() -> {});
    loop.close();

    assertSleeps();
  }
}
