package dev.weft.observe;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.observe.WaitTargets;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.Kind;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.CoroutineView.Variable;
import dev.weft.observe.CoroutineView.Wait;
import dev.weft.observe.RunningStacks.OnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One coroutine while a dump is made: what was seen of it, at one instant.
 *
 * <p>While a coroutine is in one and the same {@linkplain Coroutine#suspension suspension}, nothing
 * of it changes. So that is read before and after all else, and if it has moved, everything is read
 * again, a few times; of one that keeps moving it is told where it stood last. It runs if it did
 * when the stack of its thread was taken, once for all; one that has run before or after is ready.
 */
final class LookedAt {

  private static final int TRIES = 4;

  private final Coroutine coroutine;
  private final @Nullable ObservedCoroutine entry;
  private final long number;

  private State state = State.RUNNING;
  private @Nullable String thread;
  private List<Call> stack = List.of();
  private @Nullable WaitTarget target;
  private int suspension;
  private long since = ObservedCoroutine.UNKNOWN;
  private long at;

  LookedAt(Coroutine coroutine, @Nullable ObservedCoroutine entry, long number) {
    this.coroutine = coroutine;
    this.entry = entry;
    this.number = number;
  }

  Coroutine coroutine() {
    return coroutine;
  }

  @Nullable ObservedCoroutine entry() {
    return entry;
  }

  long number() {
    return number;
  }

  State state() {
    return state;
  }

  @Nullable String thread() {
    return thread;
  }

  List<Call> stack() {
    return stack;
  }

  /** Since when it is in its state, by {@link System#nanoTime}, as {@link ObservedCoroutine}. */
  long since() {
    return since;
  }

  /** When it was looked at. */
  long at() {
    return at;
  }

  void read(RunningStacks threads) {
    boolean isRead = false;
    for (int i = 0; i < TRIES && !isRead; i++) {
      at = System.nanoTime();
      since = entry == null ? ObservedCoroutine.UNKNOWN : entry.since();
      int before = coroutine.suspension();
      isRead = before != 0 ? readSuspended(before) : readMoving(threads);
    }
    if (!isRead) {
      readUnsettled();
      target = null;
    }
  }

  private boolean readSuspended(int before) {
    Object event = coroutine.waitingFor();
    state = State.SUSPENDED;
    thread = null;
    suspension = before;
    stack = calls(coroutine.leaf());
    target = target(event);
    return isAsBefore();
  }

  /** Whether it has not gone on since it was looked at. */
  boolean isAsBefore() {
    return suspension != 0 && coroutine.suspension() == suspension;
  }

  /** Runs, or is ready; false if that has changed meanwhile. */
  private boolean readMoving(RunningStacks threads) {
    target = null;
    OnLoop onLoop = threads.onLoop(coroutine);
    if (onLoop != null) {
      isRunning(onLoop.thread(), onLoop.calls());
      return coroutine.suspension() == 0;
    }
    boolean isKnown = since != ObservedCoroutine.UNKNOWN;
    Thread runs = entry == null || !isKnown ? null : entry.thread();
    if (runs == null) {
      readReady();
      return isKnown ? isStill(null) : coroutine.suspension() == 0;
    }
    List<StackTraceElement> places = threads.calls(runs, coroutine, since);
    boolean isStill = isStill(runs);
    threads.confirm(runs, places != null && isStill);
    if (places == null) {
      readUnsettled(); // another one ran when the thread was looked at
      return coroutine.suspension() == 0;
    }
    isRunning(runs, places);
    return isStill;
  }

  private void isRunning(Thread runs, List<StackTraceElement> places) {
    state = State.RUNNING;
    thread = runs.getName();
    stack = callsAt(places);
  }

  private boolean isStill(@Nullable Thread runs) {
    return entry != null
        && entry.thread() == runs
        && entry.since() == since
        && coroutine.suspension() == 0;
  }

  private void readReady() {
    if (entry == null || since == ObservedCoroutine.UNKNOWN) {
      readUnsettled();
    } else {
      state = State.READY;
      thread = null;
      stack = calls(coroutine.leaf());
    }
  }

  /** It may be made to run, or run, so its variables are not to be looked at. */
  private void readUnsettled() {
    Frame leaf = coroutine.leaf();
    StackTraceElement last = entry == null ? null : entry.place();
    state = leaf == null && last == null ? State.RUNNING : State.READY;
    thread = null;
    stack = callsAt(leaf == null && last != null ? List.of(last) : FrameSnapshot.places(leaf));
  }

  private static List<Call> callsAt(List<StackTraceElement> places) {
    return places.stream().map(place -> new Call(place, List.of())).toList();
  }

  private static List<Call> calls(@Nullable Frame leaf) {
    return FrameSnapshot.chain(leaf).stream().map(LookedAt::call).toList();
  }

  private static Call call(FrameSnapshot call) {
    List<Variable> variables =
        call.saved().stream()
            .map(each -> new Variable(each.variable(), Values.text(each.value())))
            .toList();
    return new Call(call.element(), variables);
  }

  // ---- what it waits for ----

  private WaitTarget target(@Nullable Object event) {
    return WaitTargets.of(event, () -> stack.isEmpty() ? null : stack.get(0).place());
  }

  /** The coroutines that have to get on before this one can. */
  List<TaskCoroutine> needed() {
    WaitTarget waited = target;
    if (waited == null) {
      return List.of();
    }
    var needed = new ArrayList<TaskCoroutine>();
    for (Completion each : waited.needed()) {
      if (each instanceof TaskCoroutine task && !task.isDone()) {
        needed.add(task);
      }
    }
    return needed;
  }

  /** Those that have to, without exception, as it is now; for what waits in a circle. */
  List<TaskCoroutine> neededNow() {
    if (state != State.SUSPENDED) {
      return List.of();
    }
    WaitTarget now = target(coroutine.waitingFor());
    boolean enough = now.any() && now.needed().size() > 1;
    if (enough || !isAsBefore()) {
      return List.of();
    }
    target = now;
    return needed();
  }

  Wait waitsFor(Function<Completion, String> labels, Function<Completion, @Nullable Long> numbers) {
    WaitTarget waited = Objects.requireNonNull(target);
    List<Long> coroutines = waited.needed().stream().map(numbers).filter(Objects::nonNull).toList();
    return new Wait(
        Kind.valueOf(waited.kind().name()),
        WaitTargets.describe(waited, labels),
        coroutines,
        waited.any(),
        dueIn(waited));
  }

  private @Nullable Duration dueIn(WaitTarget waited) {
    if (waited.kind() != WaitTarget.Kind.TIMER) {
      return null;
    }
    if (waited.absolute()) {
      return Duration.ofNanos(waited.due() - at);
    }
    boolean isKnown = since != ObservedCoroutine.UNKNOWN;
    return isKnown ? Duration.ofNanos(since + waited.due() - at) : null;
  }
}
