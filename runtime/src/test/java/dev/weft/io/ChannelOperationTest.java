package dev.weft.io;

import static dev.weft.io.OnLoop.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operations have in common: limits, letting others run, ends. */
@Timeout(60)
class ChannelOperationTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final EventLoop loop = Schedulers.eventLoop();
  private final DatagramChannel channel = DatagramChannel.open();

  ChannelOperationTest() throws IOException {
    channel.configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
    channel.close();
  }

  /** An operation that does what a test says. */
  private abstract class Made extends ChannelOperation {
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger givenUp = new AtomicInteger();

    Made() {
      this(loop.register(channel));
    }

    Made(ChannelRegistration watch) {
      super(loop, watch);
    }

    @Override
    void leaveResult(Carrier carrier) {
      carrier.putVoid();
    }

    @Override
    void gaveUp() {
      givenUp.incrementAndGet();
    }

    @Override
    void clear() {
      ends.incrementAndGet();
    }

    @Override
    String what() {
      return "do what the test says";
    }
  }

  private Task<?> start(Made made, @Nullable Duration limit) {
    return OnLoop.start(loop, (room, carrier) -> made.begin(carrier, limit));
  }

  @Test
  void aTimeLimitHoldsForAPeerThatIsAlwaysReady() throws Exception {
    var always =
        new Made() {
          @Override
          boolean attempt() {
            giveWay();
            return false;
          }
        };

    Throwable late = failureOf(start(always, Duration.ofMillis(20)));

    assertThat(late)
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("do what the test says: not done within PT0.02S");
    assertThat(always.ends).hasValue(1);
    assertThat(always.givenUp).hasValue(1);
  }

  private int timers() {
    var timers = new CompletableFuture<Integer>();
    loop.schedule(() -> timers.complete(LoopAccess.timers(loop)));
    return timers.join();
  }

  /** Where several threads run coroutines, one that is cancelled may go on at once elsewhere. */
  @Test
  void aTimerThatIsSetWhenTheCallHasEndedIsTakenBack() throws Exception {
    var never =
        new Made() {
          @Override
          boolean attempt() {
            return false;
          }

          @Override
          void await() {}
        };
    Task<?> cancelled = start(never, Duration.ofDays(1));
    cancelled.cancel(false);
    assertThat(failureOf(cancelled)).isInstanceOf(CancellationException.class);
    assertThat(timers()).isZero();

    never.start(); // as late as it may come

    assertThat(timers()).isZero();
  }

  @Test
  void aTimeThatIsOverAtTheBeginningStillAllowsOneTry() throws Exception {
    var ready =
        new Made() {
          @Override
          boolean attempt() {
            return true;
          }
        };
    var never =
        new Made() {
          @Override
          boolean attempt() {
            return false;
          }
        };

    start(ready, Duration.ofSeconds(-1)).get();
    assertThat(failureOf(start(never, Duration.ZERO))).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void anUncheckedExceptionEndsTheCallToo() throws Exception {
    var failing =
        new Made() {
          private int tries;

          @Override
          boolean attempt() {
            if (tries++ == 0) {
              giveWay();
              return false;
            }
            throw new IllegalStateException("unforeseen");
          }
        };

    assertThat(failureOf(start(failing, null))).hasMessage("unforeseen");
    assertThat(failureOf(start(failing, null))).hasMessage("unforeseen"); // is not busy any more
    assertThat(failing.ends).hasValue(2);
    assertThat(failing.givenUp).hasValue(2);
  }

  @Test
  void aLoopThatTakesNothingMoreIsNamed() {
    var never =
        new Made() {
          @Override
          boolean attempt() {
            return false;
          }
        };
    loop.close();

    assertThatThrownBy(
            () -> {
              WovenCarrier carrier = WovenCarrier.current();
              never.begin(carrier, Duration.ofMinutes(1));
              carrier.blockVoid();
            })
        .isInstanceOf(IOException.class)
        .hasMessage("do what the test says: the event loop %s has been closed", loop);
    assertThat(never.ends).hasValue(1);
  }

  /** An operation that takes a datagram, and whose second try lasts as long as the test says. */
  private final class Receives extends Made {
    final CountDownLatch secondTry = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);
    private int tries;

    Receives(ChannelRegistration watch) {
      super(watch);
    }

    @Override
    boolean attempt() throws IOException {
      if (++tries == 2) {
        secondTry.countDown();
        LoopHolder.await(goesOn);
      }
      return channel.receive(ByteBuffer.allocate(1)) != null;
    }
  }

  /**
   * Elsewhere the time of a call is over, and what takes its request back is handed over to the
   * loop. Before it gets there, the next call asks on the loop itself.
   */
  @Test
  void whatOneCallTakesBackIsNotTakenFromTheNext() throws Exception {
    channel.bind(ANY_PORT);
    ChannelRegistration watch = loop.register(channel);
    var first = new Receives(watch);
    var timedOut = new CountDownLatch(1);
    var second = new CompletableFuture<Task<?>>();
    Task<?> elsewhere =
        OnLoop.startOn(
            Schedulers.workStealing(1),
            (room, carrier) -> first.begin(carrier, Duration.ofMillis(20)));
    loop.schedule(
        new LoopHolder(
            first.secondTry,
            () -> {
              first.goesOn.countDown();
              LoopHolder.await(timedOut);
              Receives known = ChannelOperation.again(first, "receives");
              Receives next = known == null ? new Receives(watch) : known;
              next.goesOn.countDown();
              second.complete(
                  OnLoop.startOn(
                      Schedulers.immediate(), (room, carrier) -> next.begin(carrier, null)));
            }));
    assertThat(failureOf(elsewhere)).isInstanceOf(SocketTimeoutException.class);
    timedOut.countDown();
    Task<?> receiving = second.get();
    OnLoop.awaitTurn(loop);

    try (var peer = new DatagramSocket()) {
      peer.send(new DatagramPacket(new byte[1], 1, channel.getLocalAddress()));
      receiving.get();
    }
  }

  /** A step that comes again and again until something has happened, and then holds the loop. */
  private final class LoopHolder implements Runnable {
    private final CountDownLatch until;
    private final Runnable then;

    LoopHolder(CountDownLatch until, Runnable then) {
      this.until = until;
      this.then = then;
    }

    @Override
    public void run() {
      if (until.getCount() > 0) {
        loop.schedule(this);
      } else {
        then.run();
      }
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Operations that take long end the turn before sixty-four of them have been made. */
  @Test
  void aPeerThatIsAlwaysReadyHoldsTheLoopForALimitedTime() throws Exception {
    var slow =
        new Made() {
          int tries;

          @Override
          boolean attempt() throws IOException {
            tries++;
            sleep(3); // more than the whole turn's budget
            loop.register(channel).moved(100);
            return true;
          }
        };
    var triedWhenOthersRan = new AtomicInteger();
    Task<?> busy =
        OnLoop.start(
            loop,
            (room, carrier) -> {
              loop.schedule(() -> triedWhenOthersRan.set(slow.tries));
              while (true) {
                slow.begin(carrier, null);
                if (carrier.isUnwinding()) {
                  return;
                }
              }
            });

    OnLoop.awaitTurn(loop);
    assertThat(triedWhenOthersRan.get()).isBetween(1, 10);
    busy.get();
  }

  /** Waits for nothing but a wake-up by the test, and is ready then. */
  private final class ReadyAtSecondTry extends Made {
    volatile int tries;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // tried by one thread, read by others
    boolean attempt() {
      return ++tries == 2;
    }

    @Override
    void await() {}
  }

  /** On the loop's thread: lets channels have had their time of this turn. */
  private static void spend(ChannelRegistration watch) throws IOException {
    while (!watch.isSpent()) {
      sleep(1);
      watch.moved(1);
    }
  }

  /** Runs a step in the middle of a turn, which does not end with it, however long it takes. */
  private void afterManySteps(Runnable step) {
    loop.schedule(
        () -> {
          for (int i = 0; i < 2 * LoopAccess.BUDGET + LoopAccess.BUDGET / 4; i++) {
            loop.schedule(() -> {});
          }
          loop.schedule(step);
        });
  }

  @Test
  void whoGoesOnLetsOthersRunFirstWhenChannelsHaveHadTheirTime() throws Exception {
    ChannelRegistration watch = loop.register(channel);
    var waits = new ReadyAtSecondTry();
    Task<?> waiting = start(waits, null);
    var tries = new CompletableFuture<Integer>();

    afterManySteps(
        () -> {
          try {
            spend(watch);
            assertThat(waits.wake()).isTrue();
            loop.schedule(() -> tries.complete(waits.tries));
          } catch (Throwable failure) {
            tries.completeExceptionally(failure);
          }
        });

    assertThat(tries.get()).isEqualTo(1);
    waiting.get();
    assertThat(waits.tries).isEqualTo(2);
  }

  /** There, letting others run ends no turn. */
  @Test
  void whoGoesOnWithoutQueueIsNotPutOffForEver() throws Exception {
    ChannelRegistration watch = loop.register(channel);
    var waits = new ReadyAtSecondTry();
    Task<?> waiting =
        OnLoop.startOn(Schedulers.immediate(), (room, carrier) -> waits.begin(carrier, null));

    Task<?> spending =
        OnLoop.start(
            loop,
            (room, carrier) -> {
              spend(watch);
              assertThat(waits.wake()).isTrue();
            });

    spending.get();
    waiting.get();
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void acceptingForALoopThatHasBeenClosedSaysSoAndLeavesTheServerOpen() throws Exception {
    EventLoop other = Schedulers.eventLoop();
    other.close();
    try (TcpServer server = TcpServer.listen(loop, ANY_PORT);
        var first = new Socket(server.address().getAddress(), server.address().getPort());
        var second = new Socket(server.address().getAddress(), server.address().getPort())) {
      assertThatThrownBy(() -> server.accept(other))
          .isInstanceOf(IOException.class)
          .hasMessage("accept on %s: the event loop %s has been closed", server.address(), other);
      assertThat(first.getInputStream().read()).isEqualTo(-1);
      assertThat(server.isOpen()).isTrue();
      assertThat(server.accept().peer()).isEqualTo(second.getLocalSocketAddress());
    }
  }

  @Test
  void anEmptyDatagramArrives() throws Exception {
    try (UdpChannel a = UdpChannel.bind(loop, ANY_PORT);
        UdpChannel b = UdpChannel.bind(loop, ANY_PORT)) {
      for (int i = 0; i < 3; i++) {
        a.send(ByteBuffer.allocate(0), b.address());
        ByteBuffer into = ByteBuffer.allocate(10);
        assertThat(b.receive(into)).isEqualTo(a.address());
        assertThat(into.position()).isZero();
      }
    }
  }
}
