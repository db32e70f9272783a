package dev.weft.blockhound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.AsyncFile;
import dev.weft.spi.Scheduler;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** BlockHound itself, beside event loops. */
@Timeout(60)
class WeftIntegrationTest {

  private static final ConcurrentLinkedQueue<Throwable> UNCAUGHT = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void install() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> UNCAUGHT.add(failure));
    BlockHound.install();
  }

  @AfterAll
  static void forget() {
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  /** What Weft does itself on a loop's thread is never reported, its end included. */
  @AfterEach
  void nothingElseIsReported() {
    assertThat(UNCAUGHT).isEmpty();
  }

  @Async
  private static String sleep() {
    Weft.yieldNow();
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "slept";
  }

  @Test
  void aCallThatBlocksFailsWhereItIsMade() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Throwable failure = catchThrowable(() -> Weft.run(loop, () -> sleep()));

      assertThat(failure).isInstanceOf(BlockingOperationError.class);
      assertThat(failure).hasMessageContaining("java.lang.Thread.sleep");
      assertThat(failure.getStackTrace())
          .anyMatch(
              call ->
                  call.getMethodName().equals("sleep")
                      && call.getClassName().endsWith("WeftIntegrationTest"));
    }
  }

  @Test
  void whereThreadsMayBlockNothingIsReported() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (EventLoop loop = Schedulers.eventLoop()) {
      assertThat(Weft.run(Scheduler.of(pool), () -> sleep())).isEqualTo("slept");
      String answer =
          Weft.run(
              loop,
              () ->
                  Weft.blocking(
                      () -> {
                        Thread.sleep(1);
                        return "slept";
                      }));
      assertThat(answer).isEqualTo("slept");
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void whatSuspendsIsNotReported(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "hello");
    try (EventLoop loop = Schedulers.eventLoop()) {
      Task<Integer> task =
          Weft.start(
              loop,
              () -> {
                Weft.delay(Duration.ofMillis(1));
                try (AsyncFile open = AsyncFile.open(file, StandardOpenOption.READ)) {
                  return open.read(ByteBuffer.allocate(10), 0);
                }
              });

      assertThat(task.get()).isEqualTo(5);
    }
  }

  @Test
  void threadsOfLoopsAreKnown() {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Thread thread = Weft.run(loop, () -> Thread.currentThread());

      assertThat(Schedulers.isEventLoopThread(thread)).isTrue();
      assertThat(Schedulers.isEventLoopThread(Thread.currentThread())).isFalse();
    }
  }
}
