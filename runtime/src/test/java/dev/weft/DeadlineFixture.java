package dev.weft;

import static dev.weft.internal.engine.HandWoven.await;
import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven.Part;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What bodies under a deadline wait for, on a scheduler whose timers fire by hand. */
abstract class DeadlineFixture {

  static final Duration FAR = Duration.ofDays(1);
  static final Duration SOON = Duration.ofMillis(5);

  final ManualTimers timers = new ManualTimers();
  final Task.Completer<Object> completer = Task.completer();
  final Completion pending = (Completion) completer.task();
  final Task.Completer<Object> cleanUp = Task.completer();
  final List<Object> seen = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(timers.armed).isEmpty();
  }

  static Part within(Duration time, AsyncCallable<Object> body) {
    return (carrier, before) -> Weft.withDeadline(time, body, WovenCarrier.MAX_DEPTH, carrier);
  }

  /** Waits, and cleans up by waiting for something else. */
  final AsyncCallable<Object> waiting() {
    return body(
        await(pending),
        (carrier, before) -> {
          seen.add(before.failure());
          Object unused = Suspend.await((Completion) cleanUp.task(), carrier);
          failure = before.failure();
          return unused;
        },
        (carrier, before) -> {
          seen.add("cleaned up");
          if (failure != null) {
            throw failure;
          }
          return before.get();
        });
  }

  Throwable failure;

  final Task<Object> start(Part... parts) {
    return Weft.start(timers, body(parts));
  }
}
