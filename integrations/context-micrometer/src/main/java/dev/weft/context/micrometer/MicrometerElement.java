package dev.weft.context.micrometer;

import dev.weft.spi.ThreadContextElement;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshot.Scope;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Gives each coroutine all thread-locals of its own that are known to Micrometer's {@code
 * ContextRegistry}, whichever libraries have registered them.
 *
 * <p>They are captured and set by a {@link ContextSnapshotFactory} that clears what a coroutine
 * does not have. What this sets before a step it takes back after it by closing the snapshot's
 * scope. It is meant for thread-locals that hold a value. Micrometer's own accessor for
 * observations keeps a stack of scopes for each thread, and is not supported: do not rely on the
 * current observation in a coroutine.
 *
 * <p><b>Protocol.</b> Weft calls {@code capture}, {@code restore} of the coroutine's state, {@code
 * capture} again and {@code restore} of what the first one has returned; these may be nested, on
 * the same thread. So a restored state that was captured before the scope which was opened last is
 * that scope's end. All that is kept in between belongs to the thread.
 *
 * <p>Found by Weft itself where this jar is on the class path. Any thread.
 */
public final class MicrometerElement implements ThreadContextElement<ContextSnapshot> {

  /** What is kept for one thread. */
  private static final class OfThread {
    private @Nullable ContextSnapshot lastCaptured;
    private final Deque<Step> steps = new ArrayDeque<>();
  }

  /**
   * A step of a coroutine.
   *
   * @param before what the thread had
   * @param scope puts it in place again
   */
  private record Step(@Nullable ContextSnapshot before, Scope scope) {}

  private static final ThreadLocal<OfThread> OF_THREAD = ThreadLocal.withInitial(OfThread::new);

  private final ContextSnapshotFactory factory =
      ContextSnapshotFactory.builder().clearMissing(true).build();

  /** For Weft. */
  public MicrometerElement() {}

  @Override
  public ContextSnapshot capture() {
    ContextSnapshot now = factory.captureAll();
    OF_THREAD.get().lastCaptured = now;
    return now;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the call that ends the step closes it
  public void restore(@Nullable ContextSnapshot state) {
    if (state == null) {
      return; // never captured
    }
    OfThread here = OF_THREAD.get();
    Step last = here.steps.peek();
    if (last != null && last.before == state) {
      here.steps.pop();
      last.scope.close();
    } else {
      here.steps.push(new Step(here.lastCaptured, state.setThreadLocals()));
    }
    here.lastCaptured = null;
  }
}
