package dev.weft;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.util.ArrayList;
import java.util.List;

/** What a coroutine that is cancelled waits for, and notes of what it met. */
abstract class CancellationFixture {

  final Task.Completer<Object> completer = Task.completer();
  final Completion pending = (Completion) completer.task();
  final Task.Completer<Object> other = Task.completer();
  final Completion cleanUp = (Completion) other.task();
  final List<Object> seen = new ArrayList<>();

  /** Notes what the suspended call gave and goes on. */
  final HandWoven.Part note() {
    return (carrier, before) -> {
      seen.add(before.failure() == null ? String.valueOf(before.value()) : before.failure());
      return null;
    };
  }

  final HandWoven.Part note(Completion next) {
    return (carrier, before) -> {
      var unused = note().run(carrier, before);
      return Suspend.await(next, carrier);
    };
  }
}
