package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.Select;
import dev.weft.spi.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Schedulers that refuse a coroutine to which something was handed over. */
class ChannelRefusalTest {

  /** Runs steps when told to, until it refuses all. */
  private static final class Refusing implements Scheduler {
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private boolean refuses;

    @Override
    public void schedule(Runnable step) {
      if (refuses) {
        throw new RejectedExecutionException("refused");
      }
      ready.add(step);
    }

    void run() {
      for (Runnable step = ready.poll(); step != null; step = ready.poll()) {
        step.run();
      }
    }
  }

  private final List<String> handedBack = new ArrayList<>();
  private final Channel<String> channel = Channel.rendezvous(handedBack::add);

  @Test
  void whatWasHandedOverIsHandedBack() {
    refuse(() -> channel.receive());
  }

  @Test
  void alsoBySelect() {
    Channel<String> other = Channel.rendezvous();
    refuse(
        () ->
            Select.<String>of()
                .onReceive(other, element -> element)
                .onReceive(channel, element -> element)
                .await());
    assertThat(other.toString()).contains("0 receiving");
  }

  private void refuse(AsyncCallable<String> receives) {
    var scheduler = new Refusing();
    Task<String> task = Weft.start(scheduler, receives);
    scheduler.run();
    assertThat(channel.toString()).contains("1 receiving");
    scheduler.refuses = true;

    assertThat(channel.trySend("x")).isTrue();

    assertThat(task.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
    assertThat(handedBack).containsExactly("x");
    assertThat(channel.toString()).contains("0 receiving");
  }
}
