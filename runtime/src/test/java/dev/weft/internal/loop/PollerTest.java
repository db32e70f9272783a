package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loop's selector on the thread of the test: what is told whom, and that it stays closed. */
class PollerTest {

  private final List<Throwable> reported = new ArrayList<>();
  private final Poller poller = new Poller(new Here());
  private Pipe pipe;

  private final class Here implements LoopExecutor {
    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void execute(Runnable step) {
      step.run();
    }

    @Override
    public void report(Throwable failure) {
      reported.add(failure);
    }
  }

  @BeforeEach
  void open() throws IOException {
    pipe = readable();
  }

  private static Pipe readable() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    int unused = pipe.sink().write(ByteBuffer.allocate(1));
    return pipe;
  }

  @AfterEach
  void close() throws IOException {
    poller.close();
    pipe.sink().close();
  }

  /** Notes what it is told. */
  private static class Waits implements ChannelRegistration.Waiter {
    final List<Object> told = new ArrayList<>();

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
      told.add("woken");
      return true;
    }

    @Override
    public boolean wake(Throwable failure) {
      told.add(failure);
      return true;
    }

    @Override
    public void run() {}
  }

  @Test
  void itWakesWhoWaitsForAReadyChannel() throws IOException {
    var waits = new Waits();
    poller.watch(pipe.source()).await(waits);

    poller.poll();

    assertThat(waits.told).containsExactly("woken");
    assertThat(reported).isEmpty();
  }

  @Test
  void oneThatIsClosedIsNotOpenedAgain() throws IOException {
    poller.watch(pipe.source()).await(new Waits());
    poller.close();
    assertThat(pipe.source().isOpen()).isFalse();
    Pipe late = readable();
    var waits = new Waits();

    ChannelRegistration watch = poller.watch(late.source());
    watch.await(waits);

    assertThat(late.source().isOpen()).isFalse();
    assertThat(waits.told).hasSize(1);
    assertThatThrownBy(poller::selector)
        .isInstanceOf(IOException.class)
        .hasMessage("the event loop of this channel has been closed");
    late.sink().close();
  }

  @Test
  void oneThatWasClosedBeforeItWasUsedIsNotOpened() {
    poller.close();

    assertThatThrownBy(poller::selector).isInstanceOf(IOException.class);
  }

  @Test
  void oneThatThrowsDoesNotKeepOthersFromBeingWoken() throws IOException {
    var failure = new IllegalStateException("broken waiter");
    Pipe other = readable();
    var first = new Waits();
    var second = new Waits();
    for (Pipe each : List.of(pipe, other)) {
      poller
          .watch(each.source())
          .await(
              new Waits() {
                @Override
                public boolean wake() {
                  (each == pipe ? first : second).told.add("woken");
                  throw failure;
                }

                @Override
                public boolean wake(Throwable thrown) {
                  return false; // nobody is there to be told
                }
              });
    }

    poller.poll();
    poller.poll();

    assertThat(first.told).containsExactly("woken");
    assertThat(second.told).containsExactly("woken");
    assertThat(reported).containsExactly(failure, failure);
    other.sink().close();
  }

  /** As another thread does it, after the selector has looked. */
  @Test
  void aKeyThatIsCancelledMeanwhileIsPassedOver() throws IOException {
    try (Selector selector = Selector.open()) {
      SelectionKey key =
          pipe.source().register(selector, SelectionKey.OP_READ, poller.watch(readable().source()));
      key.cancel();

      poller.collect(key);
    }
    poller.poll();

    assertThat(reported).isEmpty();
  }

  /** A channel whose end fails. */
  private static final class Broken extends AbstractSelectableChannel {
    private final IOException failure;

    Broken(IOException failure) {
      super(SelectorProvider.provider());
      this.failure = failure;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      throw failure;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public int validOps() {
      return SelectionKey.OP_READ;
    }
  }

  @Test
  void aChannelThatCannotBeClosedKeepsNoOtherOpen() throws IOException {
    List<Pipe> pipes = new ArrayList<>();
    List<SelectableChannel> channels = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Pipe each = readable();
      pipes.add(each);
      channels.add(each.source());
      var unused = poller.watch(each.source());
      var broken = poller.watch(new Broken(new IOException("cannot be closed: " + i)));
      assertThat(broken).isNotNull();
    }
    Selector selector = poller.selector();

    poller.close();

    assertThat(channels).noneMatch(SelectableChannel::isOpen);
    assertThat(selector.isOpen()).isFalse();
    assertThat(reported).hasSize(10);
    assertThat(poller.channels()).isZero();
    for (Pipe each : pipes) {
      each.sink().close();
    }
  }
}
