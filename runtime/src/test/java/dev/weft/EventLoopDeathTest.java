package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static dev.weft.internal.engine.HandWoven.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.loop.ChannelRegistration;
import dev.weft.internal.loop.LoopScheduler;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops that cannot go on, or not even start: nobody is left waiting. */
@Timeout(60)
class EventLoopDeathTest {

  @Test
  void aLoopThatDiesFailsItsCoroutinesAndEnds() throws Exception {
    var reported = new LinkedBlockingQueue<Throwable>();
    var threads = new LinkedBlockingQueue<Thread>();
    EventLoop loop =
        Schedulers.eventLoopBuilder()
            .threadFactory(
                work -> {
                  var thread = new Thread(work);
                  thread.setUncaughtExceptionHandler((where, failure) -> reported.add(failure));
                  threads.add(thread);
                  return thread;
                })
            .build();
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    Task.Completer<Object> never = Task.completer();
    Task<Object> task = Weft.start(loop, body(await((Completion) never.task()), result()));
    var watch = loop.register(pipe.source());
    loop.schedule(() -> watch.await(new NeverWoken()));
    loop.schedule(() -> closeSelectorOf(loop)); // not what anybody should do

    threads.take().join();

    assertThat(reported.take()).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage(loop + " has died: java.nio.channels.ClosedSelectorException")
        .hasCauseInstanceOf(ClosedSelectorException.class);
    assertThat(pipe.source().isOpen()).isFalse();
    assertThatThrownBy(() -> loop.schedule(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    pipe.sink().close();
    loop.close();
  }

  /** Waits for input, and takes no notice. */
  private static final class NeverWoken implements ChannelRegistration.Waiter {
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

  private static void closeSelectorOf(EventLoop loop) {
    try {
      Object poller = field(loop, "poller");
      ((Selector) field(poller, "selector")).close();
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    Class<?> declares = owner instanceof EventLoop ? LoopScheduler.class : owner.getClass();
    Field field = declares.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  @Test
  void aThreadThatCannotStartClosesTheLoop() {
    EventLoop loop =
        Schedulers.eventLoopBuilder()
            .threadFactory(
                work ->
                    new Thread(work) {
                      @Override
                      public synchronized void start() {
                        throw new OutOfMemoryError("no more threads");
                      }
                    })
            .build();

    assertThatThrownBy(() -> Weft.await(Weft.start(loop, body(result()))))
        .isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> loop.schedule(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    loop.close();
  }
}
