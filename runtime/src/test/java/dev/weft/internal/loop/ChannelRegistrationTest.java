package dev.weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watch does in moments that a running loop meets seldom. */
@Timeout(60)
class ChannelRegistrationTest {

  /** A loop whose thread is the test's, as long as {@code inside}. */
  private static final class OneThread implements LoopExecutor {
    boolean inside = true;
    boolean takesNothing;
    final List<Runnable> handedOver = new ArrayList<>();

    @Override
    public boolean isCurrent() {
      return inside;
    }

    @Override
    public void execute(Runnable step) {
      if (takesNothing) {
        throw new RejectedExecutionException("closed");
      }
      handedOver.add(step);
    }

    @Override
    public void report(Throwable failure) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
  }

  /** Counts what it is told. */
  private static class Recorder implements ChannelRegistration.Waiter {
    private final int interest;
    int woken;
    @Nullable Throwable failure;

    Recorder(int interest) {
      this.interest = interest;
    }

    @Override
    public int interest() {
      return interest;
    }

    @Override
    public boolean isGone() {
      return false;
    }

    @Override
    public boolean wake() {
      woken++;
      return true;
    }

    @Override
    public boolean wake(Throwable reason) {
      failure = reason;
      return true;
    }

    @Override
    public void run() {}
  }

  private final OneThread thread = new OneThread();
  private final Poller poller = new Poller(thread);
  private final Pipe pipe = Pipe.open();

  ChannelRegistrationTest() throws IOException {
    pipe.source().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    poller.close();
    pipe.sink().close();
  }

  @Test
  void aKeyThatAnotherThreadCancelsWhileItIsSelectedDoesNoHarm() throws IOException {
    ChannelRegistration watch = poller.watch(pipe.source());
    try (Selector selector = Selector.open()) {
      SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
      key.cancel();

      watch.selected(key);
      watch.fire();
    }
  }

  @Test
  void aWaiterThatCannotBeWokenIsToldSoAndTheOthersAreWoken() throws IOException {
    Pipe other = Pipe.open();
    other.source().configureBlocking(false);
    var unwakeable = new IllegalStateException("cannot be woken");
    var bad =
        new Recorder(SelectionKey.OP_READ) {
          @Override
          public boolean wake() {
            throw unwakeable;
          }
        };
    var good = new Recorder(SelectionKey.OP_READ);
    poller.watch(pipe.source()).enlist(bad);
    poller.watch(other.source()).enlist(good);
    pipe.sink().write(ByteBuffer.allocate(1));
    other.sink().write(ByteBuffer.allocate(1));

    poller.poll();

    assertThat(bad.failure).isSameAs(unwakeable);
    assertThat(good.woken).isEqualTo(1);
    other.sink().close();
  }

  @Test
  void whoAsksAgainWithoutHavingBeenWokenIsWokenOnce() throws IOException {
    ChannelRegistration watch = poller.watch(pipe.source());
    var first = new Recorder(SelectionKey.OP_READ);
    var second = new Recorder(SelectionKey.OP_READ);
    for (int i = 0; i < 3; i++) {
      watch.enlist(first);
      watch.enlist(second);
    }
    pipe.sink().write(ByteBuffer.allocate(1));

    poller.poll();

    assertThat(first.woken).isEqualTo(1);
    assertThat(second.woken).isEqualTo(1);
  }

  @Test
  void aRequestThatComesAfterTheConnectionIsAnsweredAtOnce() throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel channel = SocketChannel.open(server.getLocalAddress());
      channel.configureBlocking(false);
      ChannelRegistration watch = poller.watch(channel);
      var waiter = new Recorder(SelectionKey.OP_CONNECT);

      watch.enlist(waiter);

      assertThat(waiter.woken).isEqualTo(1);
      assertThat(poller.keys()).isZero();
    }
  }

  @Test
  void whatCannotBeRegisteredIsTold() throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.configureBlocking(false);
      var waiter = new Recorder(SelectionKey.OP_READ); // a server does not read

      poller.watch(server).enlist(waiter);

      assertThat(waiter.failure).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whoWaitsIsWokenThoughTheChannelIsClosedWhenTheLoopTakesNothingMore() throws IOException {
    ChannelRegistration watch = poller.watch(pipe.source());
    var waiter = new Recorder(SelectionKey.OP_READ);
    watch.enlist(waiter);
    thread.inside = false;
    thread.takesNothing = true;

    watch.close();
    thread.inside = true;
    poller.close(); // as the loop's last act

    assertThat(waiter.woken).isEqualTo(1);
  }

  @Test
  void oneChannelThatCannotBeClosedDoesNotKeepTheOthersOpen() throws IOException {
    var stubborn = new Stubborn();
    stubborn.configureBlocking(false);
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < 20; i++) { // in whatever order they are closed
      Pipe each = Pipe.open();
      each.source().configureBlocking(false);
      pipes.add(each);
      poller.watch(each.source());
    }
    poller.watch(stubborn);

    poller.close();

    for (Pipe each : pipes) {
      assertThat(each.source().isOpen()).isFalse();
      each.sink().close();
    }
  }

  @Test
  void aClosedChannelWakesWhoWaitsThoughItCannotBeClosed() throws IOException {
    var stubborn = new Stubborn();
    stubborn.configureBlocking(false);
    ChannelRegistration watch = poller.watch(stubborn);

    assertThat(catchThrowable(watch::close)).hasRootCauseInstanceOf(IOException.class);

    assertThat(poller.channels()).isZero();
    var late = new Recorder(SelectionKey.OP_READ);
    watch.enlist(late);
    assertThat(late.woken).isEqualTo(1);
  }

  /** Closing it fails. */
  private static final class Stubborn extends Pipe.SourceChannel {
    Stubborn() {
      super(java.nio.channels.spi.SelectorProvider.provider());
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      throw new IOException("cannot be closed");
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public int read(ByteBuffer into) throws IOException {
      throw new ClosedChannelException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
      throw new ClosedChannelException();
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
      throw new ClosedChannelException();
    }
  }
}
