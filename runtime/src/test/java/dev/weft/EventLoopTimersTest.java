package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.loop.LoopAccess;
import dev.weft.internal.timers.ActionTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event loop's timers: their order, and giving them up. */
@Timeout(60)
class EventLoopTimersTest extends LoopFixture {

  private static final long FAR = TimeUnit.DAYS.toNanos(1);

  private final List<Object> fired = new ArrayList<>();

  private void after(long nanos, Runnable action) {
    var unused = loop.scheduleAfter(nanos, action);
  }

  private static long millis(long count) {
    return TimeUnit.MILLISECONDS.toNanos(count);
  }

  /**
   * Whoever sets a timer may find it cancelled by another thread meanwhile, and keeps nothing else.
   */
  @Test
  void aTimerThatIsCancelledBeforeItIsSetIsNotKept() throws Exception {
    var onLoop = new ActionTimer(() -> fired.add("on the loop"));
    var handedOver = new ActionTimer(() -> fired.add("handed over"));
    onLoop.cancel();
    handedOver.cancel();

    runOnLoop(() -> after(FAR, onLoop));
    after(FAR, handedOver);
    runOnLoop(() -> fired.add(LoopAccess.timers(loop)));

    assertThat(fired).containsExactly(0);
  }

  /** Two of the times are long past: they stay apart however long arming takes. */
  @Test
  void timersFireInTheOrderOfTheirTimes() throws Exception {
    var last = new CountDownLatch(1);

    runOnLoop(
        () -> {
          after(
              millis(1),
              () -> {
                fired.add("third");
                last.countDown();
              });
          after(-FAR, () -> fired.add("second"));
          after(-2 * FAR, () -> fired.add("first"));
        });
    last.await();

    assertThat(fired).containsExactly("first", "second", "third");
  }

  @Test
  void timersThatAreDueTogetherFireInTheOrderOfArming() throws Exception {
    var last = new CountDownLatch(1);

    runOnLoop(
        () -> {
          IntStream.range(0, 100).forEach(i -> after(i == 99 ? 0 : -i, () -> fired.add(i)));
          after(millis(1), last::countDown);
        });
    last.await();

    assertThat(fired).hasSize(100);
    assertThat(fired.get(99)).isEqualTo(99);
  }

  @Test
  void aTimerDoesNotFireBeforeItsTime() throws Exception {
    var done = new CountDownLatch(1);
    long armed = System.nanoTime();

    after(
        millis(15),
        () -> {
          fired.add(System.nanoTime() - armed);
          done.countDown();
        });
    done.await();

    assertThat((long) fired.get(0)).isGreaterThanOrEqualTo(millis(15));
  }

  @Test
  void aTimerThatWasGivenUpDoesNotFire() throws Exception {
    var armed = new CountDownLatch(1);
    var givenUp = new CountDownLatch(1);
    var last = new CountDownLatch(1);

    Runnable[] giveUp = new Runnable[2];
    loop.schedule(
        () -> {
          giveUp[0] = loop.scheduleAfter(millis(1), () -> fired.add("given up by the loop"));
          giveUp[1] = loop.scheduleAfter(millis(1), () -> fired.add("given up from outside"));
          giveUp[0].run();
          armed.countDown();
          awaitLatch(givenUp);
          after(millis(1), last::countDown); // due after those two
        });
    armed.await();
    giveUp[1].run();
    givenUp.countDown();
    last.await();

    assertThat(fired).isEmpty();
  }

  @Test
  void aTimerGivenUpBeforeTheLoopHasSeenItDoesNotFire() throws Exception {
    var armed = new CountDownLatch(1);
    loop.schedule(() -> awaitLatch(armed));
    Runnable giveUp = loop.scheduleAfter(0, () -> fired.add("given up"));
    giveUp.run();
    armed.countDown();
    runOnLoop(() -> {});
    runOnLoop(() -> {});

    assertThat(fired).isEmpty();
  }

  @Test
  void givingUpAfterItFiredOrTwiceDoesNothing() throws Exception {
    var done = new CountDownLatch(1);
    Runnable giveUp = loop.scheduleAfter(0, done::countDown);
    done.await();

    giveUp.run();
    giveUp.run();
    runOnLoop(() -> fired.add("still alive"));

    assertThat(fired).containsExactly("still alive");
  }

  @Test
  void aTimerForEverDoesNotOverflow() throws Exception {
    after(Long.MAX_VALUE, () -> fired.add("never"));
    after(FAR, () -> fired.add("tomorrow"));
    var soon = new CountDownLatch(1);
    after(1, soon::countDown);
    soon.await();

    assertThat(fired).isEmpty();
  }

  @Test
  void aNewTimerThatIsDueEarlierWakesTheSleepingLoop() throws Exception {
    after(FAR, () -> fired.add("tomorrow"));
    runOnLoop(() -> {});
    var soon = new CountDownLatch(1);

    after(millis(1), soon::countDown);
    soon.await();

    assertThat(fired).isEmpty();
  }
}
