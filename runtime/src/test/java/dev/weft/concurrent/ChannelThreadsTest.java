package dev.weft.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels and selects between ordinary threads. */
@Timeout(60)
class ChannelThreadsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void severalSendAndReceive() throws Exception {
    for (Channel<Integer> channel :
        List.of(Channel.<Integer>rendezvous(), Channel.<Integer>buffered(3))) {
      List<Integer> received = Collections.synchronizedList(new ArrayList<>());
      var sending = new ArrayList<Future<?>>();
      var receiving = new ArrayList<Future<?>>();
      for (int t = 0; t < 3; t++) {
        int first = t * 1000;
        sending.add(
            threads.submit(() -> IntStream.range(first, first + 1000).forEach(channel::send)));
        receiving.add(threads.submit(() -> receiveAll(channel, received)));
      }
      for (Future<?> each : sending) {
        each.get();
      }
      channel.close();
      for (Future<?> each : receiving) {
        each.get();
      }
      assertThat(received).hasSize(3000).doesNotHaveDuplicates();
    }
  }

  private static void receiveAll(Channel<Integer> channel, List<Integer> received) {
    for (Integer each = channel.receiveOrNull(); each != null; each = channel.receiveOrNull()) {
      received.add(each);
    }
  }

  @Test
  void anInterruptedThreadReceivesNothing() throws Exception {
    Channel<String> channel = Channel.rendezvous();
    var receiving = new AtomicReference<Thread>();
    var outcome = new LinkedBlockingQueue<String>();
    Future<?> receiver =
        threads.submit(
            () -> {
              receiving.set(Thread.currentThread());
              try {
                outcome.add("received " + channel.receive());
              } catch (CancellationException interrupted) {
                outcome.add("interrupted " + Thread.currentThread().isInterrupted());
              }
            });
    while (!channel.toString().contains("1 receiving")) {
      Thread.onSpinWait();
    }
    receiving.get().interrupt();
    receiver.get();
    assertThat(outcome.take()).isEqualTo("interrupted true");
    assertThat(channel.trySend("x")).isFalse();
  }

  @Test
  void timeIsLimited() {
    Channel<String> channel = Channel.rendezvous();
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> channel.receive(Duration.ofMillis(1)))
        .withMessageContaining("nothing came within PT0.001S");
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> channel.send("x", Duration.ofMillis(1)))
        .withMessageContaining("nobody took the element within PT0.001S");
    assertThat(
            Select.<String>of()
                .onReceive(channel, received -> received)
                .onTimeout(Duration.ofMillis(1), () -> "late")
                .await())
        .isEqualTo("late");
  }

  @Test
  void onALoopsThreadOrdinaryCodeIsRefused() throws Exception {
    Channel<String> channel = Channel.rendezvous();
    var outcome = new LinkedBlockingQueue<Throwable>();
    try (var loop = Schedulers.eventLoop()) {
      loop.schedule(() -> outcome.add(refusal(channel::receive)));
      loop.schedule(() -> outcome.add(refusal(() -> channel.send("x"))));
      loop.schedule(
          () -> outcome.add(refusal(() -> Select.of().onReceive(channel, each -> each).await())));
      for (int i = 0; i < 3; i++) {
        Throwable refused = outcome.take();
        assertThatIllegalStateException()
            .isThrownBy(
                () -> {
                  throw refused;
                })
            .withMessageContaining("would block the event loop")
            .withMessageContaining("it suspended at dev.weft.concurrent.");
      }
      loop.schedule(() -> outcome.add(refusal(() -> Channel.unbounded().send("x"))));
      assertThat(outcome.take()).hasMessage("not refused");
    }
    assertThat(channel.toString()).contains("0 receiving, 0 sending");
  }

  private static Throwable refusal(Runnable call) {
    try {
      call.run();
    } catch (Throwable refused) {
      return refused;
    }
    return new AssertionError("not refused");
  }
}
