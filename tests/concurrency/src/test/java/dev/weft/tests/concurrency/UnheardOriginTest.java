package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.observe.Coroutines;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A failure that nobody has heard of is reported with the place that started the task. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class UnheardOriginTest extends ObservedFixture {

  private final BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    Weft.onUnobservedFailure(reported::add);
  }

  @AfterEach
  void listenNoMore() {
    Weft.onUnobservedFailure(null);
  }

  /** It fails only when it has its name: the report tells the one that it failed with. */
  private void startAndForget() {
    var named = new Task.Completer<String>();
    var unused =
        Weft.start(
                loop,
                () -> {
                  throw new IllegalArgumentException(Weft.await(named.task()));
                })
            .withName("mine");
    named.complete("forgotten");
  }

  private Throwable report() throws InterruptedException {
    Throwable failure = null;
    while (failure == null) {
      System.gc();
      failure = reported.poll(10, TimeUnit.MILLISECONDS);
    }
    return failure;
  }

  @Test
  void withTheNameAndThePlace() throws Exception {
    startAndForget();

    Throwable origin = onlySuppressed(report());

    assertThat(origin).hasMessageContaining("\"mine\" was made here");
    assertThat(origin.getStackTrace()[0].getMethodName()).isEqualTo("startAndForget");
  }

  private static Throwable onlySuppressed(Throwable failure) {
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(failure.getSuppressed()).hasSize(1);
    return failure.getSuppressed()[0];
  }

  @Test
  void withoutOneIfThatIsNotKept() throws Exception {
    Coroutines.observe();
    startAndForget();

    assertThat(List.of(report().getSuppressed())).isEmpty();
  }
}
