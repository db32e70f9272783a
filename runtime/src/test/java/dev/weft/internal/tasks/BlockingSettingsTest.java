package dev.weft.internal.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.util.HelperThreads;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties that say on which threads blocking work runs. */
@Timeout(60)
class BlockingSettingsTest {

  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final Semaphore blocked = new Semaphore(0);
  private final Semaphore running = new Semaphore(0);

  private void block() {
    running.release();
    blocked.acquireUninterruptibly();
  }

  private static void awaitNoThread(HelperThreads threads) throws InterruptedException {
    for (int i = 0; threads.threads() > 0 && i < 50_000; i++) {
      Thread.sleep(1);
    }
    assertThat(threads.threads()).isZero();
  }

  @Test
  void withoutSettingsTheyAreDaemonsThatKeepNothingOfWhoCalls() throws Exception {
    var ran = new Thread[1];
    BlockingSettings.make(name -> null)
        .execute(
            () -> {
              ran[0] = Thread.currentThread();
              running.release();
            });
    running.acquire();

    assertThat(ran[0].isDaemon()).isTrue();
    assertThat(ran[0].getName()).startsWith("weft-blocking-");
    assertThat(ran[0].getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
  }

  @Test
  void settingsBoundThreadsAndQueue() throws Exception {
    var settings = Map.of("dev.weft.blockingThreads", "1", "dev.weft.blockingQueue", "0");
    HelperThreads threads = BlockingSettings.make(settings::get);
    threads.execute(this::block);
    running.acquire();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("1 threads are busy and 0 pieces of work wait")
        .hasMessageContaining("dev.weft.blockingThreads")
        .hasMessageContaining("dev.weft.blockingQueue");
    blocked.release();
  }

  @ParameterizedTest
  @CsvSource({
    "dev.weft.blockingThreads, 0, say 1 or more",
    "dev.weft.blockingThreads, many, say a number",
    "dev.weft.blockingQueue, -1, say 0 or more",
    "dev.weft.blockingKind, green, say platform or virtual"
  })
  void aSettingThatMakesNoSenseIsToldByEachPieceOfWork(String name, String value, String told) {
    HelperThreads threads = BlockingSettings.make(Map.of(name, value)::get);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> threads.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessage("-D" + name + "=" + value + ": " + told);
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void withoutVirtualThreadsTheirSettingIsRefused() {
    HelperThreads threads = BlockingSettings.make(Map.of("dev.weft.blockingKind", "virtual")::get);

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("virtual threads need JDK 21 or newer");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadsAreAsManyAsThereIsWork() throws Exception {
    HelperThreads threads = BlockingSettings.make(Map.of("dev.weft.blockingKind", "virtual")::get);
    int count = 500;
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            made.add(Thread.currentThread());
            block();
          });
    }
    running.acquire(count); // all at once
    blocked.release(count);

    awaitNoThread(threads);
    assertThat(made).hasSize(count).allMatch(Thread::isDaemon);
    assertThat(made).allMatch(thread -> thread.toString().startsWith("VirtualThread"));
    assertThat(made).allMatch(thread -> thread.getName().startsWith("weft-blocking-"));
  }
}
