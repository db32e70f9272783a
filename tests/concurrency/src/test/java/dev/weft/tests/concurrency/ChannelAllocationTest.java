package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Channel;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * An element that goes from one coroutine to another allocates nothing, whether they wait or not.
 */
class ChannelAllocationTest {

  private static final int ELEMENTS = 100_000;

  /** What an element may cost on average: less than any object. */
  private static final double BYTES_EACH = 1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void buffered() {
    assertThat(bytesEach(Channel.buffered(64))).isLessThan(BYTES_EACH);
  }

  @Test
  void rendezvous() {
    assertThat(bytesEach(Channel.rendezvous())).isLessThan(BYTES_EACH);
  }

  private static double bytesEach(Channel<String> channel) {
    try (var loop = Schedulers.eventLoop()) {
      return Weft.run(
          loop,
          () -> {
            pass(channel, 1000);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            pass(channel, ELEMENTS);
            return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / ELEMENTS;
          });
    }
  }

  @Async
  private static void pass(Channel<String> channel, int count) {
    Task<Void> sends = Weft.start(() -> send(channel, count));
    for (int i = 0; i < count; i++) {
      var unused = channel.receive();
    }
    Weft.await(sends);
  }

  @Async
  private static void send(Channel<String> channel, int count) {
    for (int i = 0; i < count; i++) {
      channel.send("x");
    }
  }
}
