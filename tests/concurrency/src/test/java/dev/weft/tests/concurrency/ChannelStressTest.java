package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.ChannelClosedException;
import dev.weft.concurrent.Select;
import dev.weft.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Senders, receivers and selects on several threads, cancelled at any instant: every element whose
 * send returned is received once, or handed back once; no other is. {@code -Dweft.stress.rounds}
 * says how many.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of cancel
class ChannelStressTest {

  private static final int ROUNDS = Integer.getInteger("weft.stress.rounds", 2_500);
  private static final int EACH_SIDE = 4;

  /** A thread for each call. */
  private static final Executor THREADS = call -> new Thread(call, "sender").start();

  private static final Scheduler POOL = Schedulers.workStealing(3);

  /** Makes a channel of one kind. */
  private interface Kind {
    Channel<Integer> make(Consumer<Integer> onUndelivered);
  }

  private static List<DynamicTest> kinds(Consumer<Kind> test) {
    return List.of(
        DynamicTest.dynamicTest("rendezvous", () -> test.accept(Channel::rendezvous)),
        DynamicTest.dynamicTest("buffered 1", () -> test.accept(b -> Channel.buffered(1, b))),
        DynamicTest.dynamicTest("buffered 20", () -> test.accept(b -> Channel.buffered(20, b))),
        DynamicTest.dynamicTest("unbounded", () -> test.accept(Channel::unbounded)),
        DynamicTest.dynamicTest("latest", () -> test.accept(Channel::latest)),
        DynamicTest.dynamicTest("dropOldest 3", () -> test.accept(b -> Channel.dropOldest(3, b))));
  }

  @TestFactory
  List<DynamicTest> callsCancelledAtAnyInstant() {
    return kinds(kind -> new Traffic(kind).run(Traffic::send, Traffic::receive));
  }

  @TestFactory
  List<DynamicTest> callsWithLittleTime() {
    return kinds(kind -> new Traffic(kind).run(Traffic::sendSoon, Traffic::receiveSoon));
  }

  @TestFactory
  List<DynamicTest> selectsCancelledAtAnyInstant() {
    return kinds(kind -> new Traffic(kind).run(Traffic::selectSend, Traffic::selectReceive));
  }

  @TestFactory
  List<DynamicTest> selectsAndCalls() {
    return kinds(kind -> new Traffic(kind).run(Traffic::selectSend, Traffic::receive));
  }

  @TestFactory
  List<DynamicTest> cancelledChannels() {
    return kinds(
        kind -> {
          for (int i = 0; i < ROUNDS / 50; i++) {
            new Traffic(kind).runAndCancel();
          }
        });
  }

  /** Coroutines and threads send; whatever meets on the way, nobody's elements change places. */
  @TestFactory
  List<DynamicTest> eachSendersElementsComeInOrder() {
    return kinds(kind -> new Traffic(kind).inOrder());
  }

  /** Two channels that all selects send to and receive from: whoever meets whom is open. */
  @Test
  void selectsThatMeetOnTwoChannels() {
    var traffic = new Traffic(Channel::rendezvous);
    traffic.meet();
  }

  /** What one test sends and receives. */
  private static final class Traffic {
    private final Queue<Integer> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> handedBack = new ConcurrentLinkedQueue<>();
    private final AtomicInteger elements = new AtomicInteger();
    private final Channel<Integer> channel;
    private final Channel<Integer> other;

    /** Nothing is ever in it. */
    private final Channel<Integer> silent = Channel.rendezvous();

    Traffic(Kind kind) {
      channel = kind.make(handedBack::add);
      other = kind.make(handedBack::add);
    }

    /** Sends an element, or throws. */
    private interface Send {
      @Async
      void send(Traffic traffic, Integer element) throws Exception;
    }

    /** Receives an element, or null at the end, or throws. */
    private interface Receive {
      @Async
      Integer receive(Traffic traffic) throws Exception;
    }

    @Async
    void send(Integer element) {
      channel.send(element);
    }

    @Async
    Integer receive() {
      return channel.receiveOrNull();
    }

    @Async
    void sendSoon(Integer element) throws TimeoutException {
      channel.send(element, Duration.ofNanos(1 + random(30_000)));
    }

    @Async
    Integer receiveSoon() throws TimeoutException {
      try {
        return channel.receive(Duration.ofNanos(1 + random(30_000)));
      } catch (ChannelClosedException end) {
        return null;
      }
    }

    @Async
    void selectSend(Integer element) throws Exception {
      boolean taken =
          Select.<Boolean>of()
              .onReceive(silent, never -> false)
              .onSend(channel, element, () -> true)
              .onTimeout(
                  random(2) == 0 ? Duration.ofHours(1) : Duration.ofNanos(9_000), () -> false)
              .await();
      if (!taken) {
        throw new TimeoutException();
      }
    }

    @Async
    Integer selectReceive() throws Exception {
      Task.Completer<Integer> task = Task.completer();
      if (random(2) == 0) {
        Weft.start(POOL, () -> task.complete(-1));
      }
      Integer value =
          Select.<Integer>of()
              .onReceiveOrNull(channel, element -> element)
              .onTask(task.task(), element -> element)
              .onReceive(silent, element -> element)
              .await();
      if (value != null && value == -1) {
        throw new TimeoutException();
      }
      return value;
    }

    void run(Send send, Receive receive) {
      var senders = new ArrayList<Task<Void>>();
      var receivers = new ArrayList<Task<Void>>();
      for (int i = 0; i < EACH_SIDE; i++) {
        senders.add(Weft.start(POOL, () -> sends(send)));
        receivers.add(Weft.start(POOL, () -> receives(receive)));
      }
      awaitAll(senders);
      channel.close();
      awaitAll(receivers);
      check();
      assertThat(channel.toString()).contains("0 elements, 0 receiving, 0 sending");
      assertThat(silent.toString()).contains("0 elements, 0 receiving, 0 sending");
    }

    private static void awaitAll(List<Task<Void>> tasks) {
      tasks.forEach(task -> task.toCompletableFuture().join());
    }

    private void check() {
      var arrived = new ArrayList<>(received);
      arrived.addAll(handedBack);
      assertThat(sorted(arrived)).doesNotHaveDuplicates().isEqualTo(sorted(sent));
    }

    /** There may be very many, where the thread that ends it all gets no processor for a while. */
    private static List<Integer> sorted(Collection<Integer> elements) {
      return elements.stream().sorted().toList();
    }

    @Async
    private void sends(Send send) {
      for (int i = 0; i < ROUNDS; i++) {
        Integer element = elements.getAndIncrement();
        Task<Void> task = Weft.start(POOL, () -> send.send(this, element));
        if (ended(task)) {
          sent.add(element);
        }
      }
    }

    @Async
    private void receives(Receive receive) {
      while (true) {
        Task<Integer> task = Weft.start(POOL, () -> receive.receive(this));
        if (ended(task)) {
          Integer element = Weft.await(task);
          if (element == null) {
            return;
          }
          received.add(element);
        }
      }
    }

    /** Whether it has ended by itself, and not by a cancellation that comes at some time. */
    @Async
    private static boolean ended(Task<?> task) {
      if (random(2) == 0) {
        for (int i = random(200); i > 0; i--) {
          Thread.onSpinWait();
        }
        task.cancel(false);
      }
      try {
        Weft.await(task);
        return true;
      } catch (CancellationException asked) {
        return false;
      } catch (Exception tooLate) {
        assertThat(tooLate).isInstanceOf(TimeoutException.class);
        return false;
      }
    }

    /** Elements are numbers of which the last digit is the sender's. */
    void inOrder() {
      var senders = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < EACH_SIDE; i++) {
        int sender = i;
        senders.add(Weft.start(POOL, () -> sendsAll(sender)).toCompletableFuture());
        senders.add(CompletableFuture.runAsync(() -> sendsAll(EACH_SIDE + sender), THREADS));
      }
      Task<Void> receiver = Weft.start(POOL, this::receivesInOrder);
      senders.forEach(CompletableFuture::join);
      channel.close();
      receiver.toCompletableFuture().join();
      check();
    }

    @Async
    private void sendsAll(int sender) {
      for (int i = 0; i < ROUNDS; i++) {
        channel.send(10 * i + sender);
        sent.add(10 * i + sender);
      }
    }

    @Async
    private void receivesInOrder() {
      var last = new int[10];
      Arrays.fill(last, -1);
      Integer element;
      while ((element = channel.receiveOrNull()) != null) {
        assertThat(element).isGreaterThan(last[element % 10]);
        last[element % 10] = element;
        received.add(element);
      }
    }

    void runAndCancel() {
      var tasks = new ArrayList<Task<Void>>();
      for (int i = 0; i < EACH_SIDE; i++) {
        tasks.add(Weft.start(POOL, this::sendsUntilCancelled));
        tasks.add(Weft.start(POOL, this::receivesUntilCancelled));
      }
      for (int i = random(20_000); i > 0; i--) {
        Thread.onSpinWait();
      }
      channel.cancel();
      awaitAll(tasks);
      check();
    }

    @Async
    private void sendsUntilCancelled() {
      try {
        while (true) {
          Integer element = elements.getAndIncrement();
          channel.send(element);
          sent.add(element);
        }
      } catch (ChannelClosedException cancelled) {
        assertThat(cancelled).hasMessageStartingWith("send: the channel was cancelled");
      }
    }

    @Async
    private void receivesUntilCancelled() {
      Integer element;
      while ((element = channel.receiveOrNull()) != null) {
        received.add(element);
      }
    }

    void meet() {
      Channel<Integer> stop = Channel.rendezvous();
      var tasks = new ArrayList<Task<Void>>();
      for (int i = 0; i < EACH_SIDE; i++) {
        tasks.add(Weft.start(POOL, () -> meets(channel, other, stop)));
        tasks.add(Weft.start(POOL, () -> meets(other, channel, stop)));
        tasks.add(Weft.start(POOL, () -> meets(channel, channel, stop)));
      }
      while (elements.get() < ROUNDS * EACH_SIDE) {
        Thread.onSpinWait();
      }
      stop.close();
      awaitAll(tasks);
      check();
      assertThat(channel.toString() + other).contains("0 receiving, 0 sending");
    }

    @Async
    private void meets(Channel<Integer> to, Channel<Integer> from, Channel<Integer> stop) {
      boolean goesOn = true;
      while (goesOn) {
        Integer element = elements.getAndIncrement();
        Task<Boolean> task =
            Weft.start(
                POOL,
                () ->
                    Select.<Boolean>of()
                        .onSend(to, element, () -> sent.add(element))
                        .onReceive(from, value -> received.add(value))
                        .onReceiveOrNull(stop, end -> false)
                        .await());
        goesOn = !ended(task) || Weft.await(task);
      }
    }
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
