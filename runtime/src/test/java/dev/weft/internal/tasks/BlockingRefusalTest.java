package dev.weft.internal.tasks;

import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What {@code Weft.blocking} does when its coroutine's scheduler refuses it, or ends. */
class BlockingRefusalTest extends BlockingFixture {

  @Test
  void refusedWhenTheWorkHasEndedItsResultIsClosed() throws Exception {
    var refusal = new RejectedExecutionException("full");
    var resource = new Resource();
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              awaitUninterruptibly(goOn);
              return resource;
            });
    steps.runOne();
    working.await();

    steps.refusal = refusal;
    goOn.countDown();

    assertThatThrownBy(task::get).hasCause(refusal);
    assertThat(seen).first().isSameAs(refusal);
    resource.gone.await();
    assertThat(resource.closed).hasValue(1);
  }

  @Test
  void refusedWhenTheWorkHasFailedTheFailureIsSuppressed() throws Exception {
    var refusal = new RejectedExecutionException("full");
    var failure = new IllegalStateException("broken");
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              awaitUninterruptibly(goOn);
              throw failure;
            });
    steps.runOne();
    working.await();

    steps.refusal = refusal;
    goOn.countDown();

    assertThatThrownBy(task::get).hasCause(refusal);
    assertThat(refusal.getSuppressed()).containsExactly(failure);
  }

  @Test
  void refusedWhenItIsCancelledItWaitsForTheWorkAllTheSame() throws Exception {
    var refusal = new RejectedExecutionException("full");
    var resource = new Resource();
    Task<Object> task =
        start(
            () -> {
              working.countDown();
              awaitUninterruptibly(goOn);
              return resource;
            });
    steps.runOne();
    working.await();

    steps.refusal = refusal;
    task.cancel(true);

    assertThat(seen).isEmpty();
    goOn.countDown();
    assertThatThrownBy(task::get).hasCause(refusal);
    resource.gone.await();
    assertThat(resource.interrupted).as("the interrupt was the work's").isFalse();
  }

  @Test
  void whatTheWorkThatWasLeftBehindFailsWithIsReported() throws Exception {
    var failure = new IllegalStateException("late");
    EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ofMillis(20)).build();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () -> {
                      working.countDown();
                      awaitUninterruptibly(goOn);
                      throw failure;
                    }),
                note()));
    working.await();
    loop.close();
    assertThatThrownBy(task::get).hasCauseInstanceOf(RejectedExecutionException.class);

    goOn.countDown();
    awaitTheWork();

    assertThat(reported).containsExactly(failure);
  }

  @Test
  void aLoopThatIsClosedInterruptsTheWorkAndAfterItsGraceLeavesIt() throws Exception {
    var resource = new Resource();
    var interrupted = new CountDownLatch(1);
    EventLoop loop = Schedulers.eventLoopBuilder().grace(Duration.ofMillis(50)).build();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () -> {
                      working.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException asked) {
                        interrupted.countDown();
                      }
                      awaitUninterruptibly(goOn);
                      return resource;
                    }),
                note()));
    working.await();

    loop.close();

    interrupted.await();
    assertThatThrownBy(task::get).hasCauseInstanceOf(RejectedExecutionException.class);
    assertThat(resource.closed).hasValue(0);
    goOn.countDown();
    resource.gone.await();
    assertThat(resource.closed).hasValue(1);
  }

  @Test
  void aLoopThatIsClosedWaitsForWorkThatEndsInTime() throws Exception {
    EventLoop loop = Schedulers.eventLoop();
    Task<Object> task =
        Weft.start(
            loop,
            body(
                blocking(
                    () -> {
                      working.countDown();
                      new CountDownLatch(1).await();
                      return "never";
                    }),
                note()));
    working.await();

    loop.close();

    assertThat(task.isCancelled()).isTrue();
  }

  @Test
  void threadsThatRefuseAreToldByTheCall() throws Exception {
    var none = BlockingSettings.threads(work -> new Thread(work), 1, 0, 0);
    none.execute(
        () -> {
          working.countDown();
          awaitUninterruptibly(goOn);
        });
    working.await();
    Task<Object> task =
        Weft.start(
            steps, body((carrier, before) -> BlockingCall.call(() -> "x", none, carrier), note()));
    while (!task.isDone()) {
      steps.runOne();
    }

    assertThatThrownBy(task::get).hasCauseInstanceOf(RejectedExecutionException.class);
    assertThat(seen).singleElement().isInstanceOf(RejectedExecutionException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
