package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing blocks the thread of an event loop: whatever would have to is refused. */
@Timeout(60)
class BlockingOnLoopTest {

  private final EventLoop loop = Schedulers.eventLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void waitingForAnUnfinishedTaskOnItsThreadIsRefused() throws Exception {
    var outcome = new LinkedBlockingQueue<Throwable>();
    loop.schedule(
        () -> {
          try {
            var unused = Task.completer().task().get();
          } catch (Throwable refused) {
            outcome.add(refused);
          }
        });

    Throwable refusal = outcome.take();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              throw refusal;
            })
        .withMessageContaining("would block the event loop %s, which must never block", loop);
  }

  @Test
  void askingForAFinishedTaskOnItsThreadIsAllowed() throws Exception {
    var outcome = new LinkedBlockingQueue<Object>();

    loop.schedule(() -> outcome.add(Weft.run(Schedulers.immediate(), () -> "x")));

    assertThat(outcome.take()).isEqualTo("x");
  }
}
