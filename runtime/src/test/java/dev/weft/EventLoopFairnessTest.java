package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A loop has work from four sources: its own steps, steps handed over, timers, channels. However
 * busy one of them keeps it, the others get their turns.
 *
 * <p>Nothing here depends on how fast other threads are: what is handed over is handed over by the
 * loop's thread to itself, so there is something at every instant.
 */
@Timeout(120)
class EventLoopFairnessTest {

  private final EventLoop loop = Schedulers.eventLoop();
  private final List<Pipe> pipes = new ArrayList<>();
  private volatile boolean stop;

  @AfterEach
  void close() throws IOException {
    stop = true;
    loop.close();
    for (Pipe pipe : pipes) {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  enum Source {
    OWN_STEPS,
    HANDED_OVER,
    TIMERS,
    CHANNELS
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Source.values())
        .flatMap(
            busy ->
                Stream.of(Source.values())
                    .filter(other -> other != busy)
                    .flatMap(
                        other ->
                            Stream.of(1, 2 * LoopAccess.BUDGET)
                                .map(times -> Arguments.of(busy, times, other))));
  }

  /** Has {@code next} run again, as work of a source. */
  private interface Again {
    void again(Runnable next);
  }

  private Again of(Source source) {
    return switch (source) {
      case OWN_STEPS -> loop::schedule;
      case HANDED_OVER -> step -> LoopAccess.handOver(loop, step);
      case TIMERS ->
          next -> {
            var unused = loop.scheduleAfter(0, next);
          };
      case CHANNELS -> new ReadyChannel(loop.register(readable()))::again;
    };
  }

  /** A channel with something to read, which nobody does. */
  private Pipe.SourceChannel readable() {
    try {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      pipe.source().configureBlocking(false);
      int written = pipe.sink().write(ByteBuffer.allocate(1));
      assertThat(written).isOne();
      return pipe.source();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class ReadyChannel implements ChannelRegistration.Waiter {
    private final ChannelRegistration watch;
    private Runnable next = () -> {};

    ReadyChannel(ChannelRegistration watch) {
      this.watch = watch;
    }

    void again(Runnable action) {
      next = action;
      watch.await(this);
    }

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
      next.run();
      return true;
    }

    @Override
    public boolean wake(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void run() {
      watch.enlist(this);
    }
  }

  /** Work that comes again and again until the test is over. */
  private void keepBusy(Source source, int times) {
    for (int i = 0; i < (source == Source.CHANNELS ? 1 : times); i++) {
      Again again = of(source);
      again.again(
          new Runnable() {
            @Override
            public void run() {
              if (!stop) {
                again.again(this);
              }
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noneIsStarvedByAnother(Source busy, int times, Source other) throws Exception {
    var rounds = new CountDownLatch(100);
    loop.schedule(
        () -> {
          keepBusy(busy, times);
          Again again = of(other);
          again.again(
              new Runnable() {
                @Override
                public void run() {
                  rounds.countDown();
                  if (rounds.getCount() > 0) {
                    again.again(this);
                  }
                }
              });
        });

    rounds.await();
  }

  @Test
  void noneIsStarvedByAllTheOthers() throws Exception {
    var rounds = new CountDownLatch(4 * 100);
    loop.schedule(
        () -> {
          for (Source source : Source.values()) {
            keepBusy(source, 2 * LoopAccess.BUDGET);
          }
          for (Source source : Source.values()) {
            Again again = of(source);
            again.again(
                new Runnable() {
                  private int left = 100;

                  @Override
                  public void run() {
                    rounds.countDown();
                    if (--left > 0) {
                      again.again(this);
                    }
                  }
                });
          }
        });

    rounds.await();
  }

  /** How often a step has run that takes its time, and comes again until the test is over. */
  private AtomicLong keepBusyWithLongSteps() {
    var longSteps = new AtomicLong();
    loop.schedule(
        new Runnable() {
          @Override
          public void run() {
            spinFor(Duration.ofMillis(3));
            longSteps.incrementAndGet();
            if (!stop) {
              loop.schedule(this);
            }
          }
        });
    return longSteps;
  }

  /** How many long steps have run meanwhile. */
  private long longStepsDuring(Source other, int rounds) throws InterruptedException {
    AtomicLong longSteps = keepBusyWithLongSteps();
    var done = new CountDownLatch(rounds);
    loop.schedule(
        () -> {
          Again again = of(other);
          again.again(
              new Runnable() {
                @Override
                public void run() {
                  done.countDown();
                  if (done.getCount() > 0) {
                    again.again(this);
                  }
                }
              });
        });
    done.await();
    stop = true;
    return longSteps.get();
  }

  private static void spinFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /** A turn ends with its time, however few of the steps that it may run have run. */
  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"HANDED_OVER", "TIMERS", "CHANNELS"})
  void stepsThatTakeLongLeaveRoomForOthers(Source other) throws Exception {
    assertThat(longStepsDuring(other, 50)).isLessThan(50 + LoopAccess.BUDGET);
  }

  /** Steps that are handed over during a long one take turns afterwards. */
  @Test
  void afterALongStepOthersTakeTurns() throws Exception {
    var order = new ArrayList<String>();
    var done = new CountDownLatch(2);
    loop.schedule(
        () -> {
          for (String name : List.of("a", "b")) {
            LoopAccess.handOver(
                loop,
                new Runnable() {
                  private int left = 3;

                  @Override
                  public void run() {
                    order.add(name);
                    if (--left == 0) {
                      done.countDown();
                    } else {
                      loop.schedule(this);
                    }
                  }
                });
          }
          spinFor(Duration.ofMillis(20));
        });
    done.await();

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
  }

  /** Nothing but its steps has been there to be measured. */
  @Test
  void whatIsHandedOverWaitsForNoTurnOfLongSteps() throws Exception {
    AtomicLong longSteps = keepBusyWithLongSteps();
    for (int i = 0; i < 20; i++) {
      long before = longSteps.get();
      var ran = new CountDownLatch(1);
      loop.schedule(ran::countDown);
      ran.await();
      assertThat(longSteps.get() - before).isLessThan(LoopAccess.BUDGET / 2);
    }
  }

  /**
   * How often a step that always comes again has run while a backlog of others was taken over; not
   * counting the first turn, when it is alone.
   */
  private int roundsDuring(int backlog, Runnable each) throws InterruptedException {
    var done = new CountDownLatch(1);
    int[] rounds = new int[1];
    loop.schedule(
        () -> {
          for (int i = 0; i < backlog; i++) {
            LoopAccess.handOver(loop, each);
          }
          LoopAccess.handOver(
              loop,
              () -> {
                stop = true;
                done.countDown();
              });
          loop.schedule(
              new Runnable() {
                @Override
                public void run() {
                  rounds[0]++;
                  if (!stop) {
                    loop.schedule(this);
                  }
                }
              });
        });
    done.await();
    return rounds[0] - LoopAccess.BUDGET;
  }

  /** Each of them brings another: more comes in than a turn can run. */
  @Test
  void stepsThatMakeMoreStepsLeaveRoomForOthers() throws Exception {
    int rounds = roundsDuring(1_000_000, () -> loop.schedule(() -> {}));

    assertThat(rounds).isGreaterThan(100);
  }

  @Test
  void timersThatMakeStepsLeaveRoomForOthers() throws Exception {
    loop.schedule(
        () -> {
          for (int i = 0; i < 2 * LoopAccess.BUDGET; i++) {
            var unused =
                loop.scheduleAfter(
                    0,
                    new Runnable() {
                      @Override
                      public void run() {
                        if (!stop) {
                          loop.schedule(() -> {});
                          var unused = loop.scheduleAfter(0, this);
                        }
                      }
                    });
          }
        });

    assertThat(roundsDuring(500_000, () -> {})).isGreaterThan(50);
  }

  /** A step that fails does not end its turn. */
  @Test
  void stepsThatFailLeaveRoomForOthers() throws Exception {
    loop.schedule(
        () ->
            Thread.currentThread()
                .setUncaughtExceptionHandler(
                    (thread, expected) -> assertThat(expected).isSameAs(failure)));

    int rounds =
        roundsDuring(
            200_000,
            () -> {
              throw failure;
            });

    assertThat(rounds).isGreaterThan(20);
  }

  private final IllegalStateException failure = new IllegalStateException("broken step");
}
