package dev.weft.concurrent;

import dev.weft.Task;
import dev.weft.concurrent.TaskScope.Configuration;
import dev.weft.concurrent.TaskScope.Joiner;
import dev.weft.concurrent.TaskScope.TimeoutException;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.ContextUse;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.Language;
import dev.weft.internal.engine.OpenScope;
import dev.weft.internal.engine.StackReserve;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.EventSink.ScopeRecorder;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import dev.weft.internal.util.Unchecked;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TaskScope} knows of what was forked in it.
 *
 * <h2>Protocol</h2>
 *
 * <p>What runs, and who waits for its end, is in {@link ForkedTasks}. A task that is done when
 * {@code fork} returns never comes there.
 *
 * <p>The scope is cancelled once: by its joiner, its time, a caller, or its end. What it fails with
 * is written before that is to be seen. Only then are those in the list cancelled; who forks looks
 * again when it has put one there. So everything that runs is cancelled by one of the two.
 *
 * <p>The owner notes that it waits, then looks whether it need; whoever ends or cancels something
 * looks for it afterwards. So one of the two sees the other.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>access</th></tr>
 * <tr><td>keepsLate</td><td>any thread</td><td>under the monitor</td></tr>
 * <tr><td>cancelled, failure, late</td><td>any thread, under the monitor</td><td>volatile</td></tr>
 * <tr><td>all others</td><td>the owner</td><td>plain</td></tr>
 * </table>
 */
final class ScopeState extends OpenScope {

  private final Joiner<@Nullable Object, @Nullable Object> joiner;
  private final Configuration config;
  private final CoroutineLocals owner;
  private final @Nullable Throwable opened;
  private @Nullable ScopeTimer timer;

  /** Told when this has been closed; null if that is not recorded. */
  private @Nullable ScopeRecorder recorder;

  private final ForkedTasks forked = new ForkedTasks();

  private volatile boolean cancelled;

  /** Whether a caller has cancelled this, who need not join it then. */
  private volatile boolean givenUp;

  private volatile @Nullable Throwable failure;

  private boolean forkedSinceJoin;
  private boolean joined;
  private boolean closed;

  /** Whether the owner had met the failure, or has taken its outcome, before it began to close. */
  private boolean metBefore;

  /** A scope that was opened later was still open when this was closed; what is wrong with it. */
  private @Nullable String leftOpen;

  /**
   * What the first to fail on its way out has failed with, where it was the end of the block that
   * cancelled it: nobody else would say so. Written under the monitor.
   */
  private volatile @Nullable Throwable late;

  /** Whether {@link #late} is to be kept. Under the monitor. */
  private boolean keepsLate;

  private ScopeState(
      Joiner<@Nullable Object, @Nullable Object> joiner,
      Configuration config,
      CoroutineLocals owner,
      @Nullable Throwable opened) {
    this.joiner = joiner;
    this.config = config;
    this.owner = owner;
    this.opened = opened;
  }

  static ScopeState open(Joiner<@Nullable Object, @Nullable Object> joiner, Configuration config) {
    if (joiner instanceof Joiners.ForOneScope<?, ?> one) {
      one.begin();
    }
    Carrier carrier = Carrier.current();
    carrier.meetPending(); // close puts it off: a loop over scopes would never meet it otherwise
    boolean keepsLine = ScopeState.class.desiredAssertionStatus();
    var scope =
        new ScopeState(
            joiner, config, carrier.makeLocals(), keepsLine ? new Throwable("opened") : null);
    if (config.timeout() != null) {
      scope.timer = ScopeTimer.start(scope, config, carrier); // which may throw
    }
    scope.owner.opened(scope);
    if (ContextUse.ofObservation()) {
      scope.recorder = CoroutineRegistry.scopeOpened(scope, scope.owner);
    }
    return scope;
  }

  private void endRecord() {
    ScopeRecorder told = recorder;
    if (told != null) {
      recorder = null;
      told.closed(failure);
    }
  }

  // ---- the owner ----

  TaskCoroutine fork(Object body) {
    Carrier carrier = Carrier.current();
    ScopeChecks.checkOwner(this, owner, carrier, "fork");
    checkOpen("fork");
    if (joined) {
      throw new IllegalStateException(
          "fork after join" + CallSites.atCaller() + ": " + this + "; open another scope");
    }
    var task = (TaskCoroutine) Language.get().newTask(carrier, config.scheduler(), body);
    forkedSinceJoin = true;
    if (isStopped(task) || cancelled) { // the joiner is told, also where nothing starts
      task.abandonWith(new CancellationException("forked after its scope was cancelled: " + this));
      return task;
    }
    StackReserve.ensure(); // what has been started has to be kept
    start(task);
    if (task.isDone()) {
      ended(task, null);
    } else {
      keep(new ForkedTask(this, task));
    }
    return task;
  }

  private void start(TaskCoroutine task) {
    if (config.scheduler() == null) {
      task.run();
    } else {
      task.begin();
    }
  }

  private boolean isStopped(TaskCoroutine task) {
    try {
      if (!joiner.onFork(asTask(task))) {
        return false;
      }
      cancelFor(null);
    } catch (Throwable broken) {
      cancelFor(broken);
    }
    return true;
  }

  private void keep(ForkedTask child) {
    forked.add(child);
    child.task().subscribe(child);
    if (cancelled) {
      boolean unused = child.task().cancelOnce();
    }
  }

  @Nullable Object join(Carrier carrier) {
    carrier.refuseInGenerator();
    ScopeChecks.checkOwner(this, owner, carrier, "join");
    checkOpen("join");
    if (joined) {
      throw new IllegalStateException(
          "join after join" + CallSites.atCaller() + ": " + this + "; a scope is joined once");
    }
    forkedSinceJoin = false;
    meet();
    if (isOver(false)) {
      return joinResult();
    }
    new ScopeWait.Join(this).begin(carrier);
    return null;
  }

  @Nullable Object joinResult() {
    joined = true;
    Throwable failed = failure;
    try {
      if (failed != null) {
        throw failed;
      }
      return joiner.result();
    } catch (Throwable thrown) {
      throw SneakyThrow.sneaky(thrown);
    }
  }

  void close(Carrier carrier) {
    if (closed) {
      return;
    }
    if (carrier.isGenerator()) { // which has opened it, and cannot wait for what it runs
      owner.closed(this);
      abandon(() -> {});
    }
    carrier.refuseInGenerator();
    ScopeChecks.checkOwner(this, owner, carrier, "close");
    closed = true;
    metBefore = isMet();
    meet();
    closeInner();
    cancelFor(null, true);
    if (isOver(true)) {
      finishClose(null, null);
    } else {
      Coroutine closing = carrier.coroutine();
      boolean cancelledBefore = closing != null && closing.isCancelRequested();
      new ScopeWait.Close(this, cancelledBefore).begin(carrier);
    }
  }

  /** The owner was woken from {@code join} by something else: it may still have to be told. */
  void leaveJoin() {
    unmeet();
    if (failure != null) { // before: who fails now finds that it is to be met
      interruptOwner();
    }
  }

  /** What was opened later and is open still ends with this. */
  private void closeInner() {
    for (OpenScope inner = owner.innermost();
        inner != null && inner != this;
        inner = owner.innermost()) {
      leftOpen = inner.describe();
      owner.closed(inner);
      inner.meet();
      forked.enter();
      inner.abandon(forked::leave);
    }
  }

  /**
   * The owner no longer waits.
   *
   * @param met what it has met while it waited; null if nothing
   * @param waited the call of {@code close}, if it has waited
   */
  void finishClose(@Nullable Throwable met, @Nullable Frame waited) {
    owner.closed(this);
    ScopeTimer running = timer;
    if (running != null) {
      running.stop();
    }
    endRecord();
    Throwable wrong = ScopeChecks.firstOf(met, metBefore ? null : failure, late, misuse(waited));
    if (wrong != null) {
      throw SneakyThrow.sneaky(wrong);
    }
  }

  private @Nullable Throwable misuse(@Nullable Frame waited) {
    if (leftOpen != null) {
      return new IllegalStateException(leftOpen);
    }
    boolean unjoined = forkedSinceJoin && failure == null && !givenUp;
    return unjoined ? ScopeChecks.unjoined(this, waited) : null;
  }

  private void checkOpen(String method) {
    if (closed) {
      throw new IllegalStateException(
          method + CallSites.atCaller() + " after close: " + this + "; open another scope");
    }
  }

  // ---- whoever completes what was forked ----

  /** One of the forked is done; {@code child} is its place in the list, if it has one. */
  void ended(TaskCoroutine task, @Nullable ForkedTask child) {
    Throwable thrown = task.failure();
    try {
      if (!cancelled && joiner.onComplete(asTask(task))) {
        cancelFor(joiner.failure());
      }
    } catch (Throwable broken) {
      cancelFor(broken);
    }
    suppress(thrown);
    if (child != null) {
      forked.remove(child);
    }
  }

  /** The same once more, since the first time did not come to its end. */
  void endedAgain(ForkedTask child) {
    if (cancelled) {
      spreadCancellation();
    }
    forked.remove(child);
  }

  private void suppress(@Nullable Throwable thrown) {
    if (thrown == null || thrown instanceof CancellationException) {
      return;
    }
    Throwable first = failure;
    synchronized (this) {
      if (first == null && keepsLate) {
        first = late;
        late = first == null ? thrown : first;
      }
    }
    if (first != null) {
      Suppression.add(first, thrown);
    }
  }

  // ---- anybody ----

  void timeOut() {
    try {
      if (!cancelled) {
        joiner.onTimeout();
        cancelFor(null);
      }
    } catch (TimeoutException unsaid) {
      boolean own = TimeoutException.UNSAID.equals(unsaid.getMessage());
      cancelFor(
          own ? new TimeoutException("not done within " + config.timeout() + ": " + this) : unsaid);
    } catch (Throwable tooLate) {
      cancelFor(tooLate);
    }
  }

  void cancel() {
    givenUp = true;
    cancelFor(null);
  }

  boolean isCancelled() {
    return cancelled;
  }

  private void cancelFor(@Nullable Throwable reason) {
    cancelFor(reason, false);
  }

  /**
   * Cancels the scope unless it has been.
   *
   * @param atEnd whether this is the end of its block: then the first is kept that fails on its way
   *     out
   */
  private void cancelFor(@Nullable Throwable reason, boolean atEnd) {
    synchronized (this) {
      if (atEnd) {
        keepsLate = !cancelled;
      }
      if (cancelled) {
        return;
      }
      failure = reason;
      cancelled = true;
    }
    spreadCancellation();
  }

  /** Lets everybody know that the scope has been cancelled. */
  private void spreadCancellation() {
    cancelRunning(false);
    ScopeWait waiting = forked.waiting();
    if (waiting != null && !waiting.waitsForAll()) {
      waiting.wake();
    } else if (failure != null) {
      interruptOwner();
    }
  }

  private void interruptOwner() {
    Coroutine coroutine = owner.coroutine();
    if (coroutine != null) {
      coroutine.interruptFor(this);
    }
  }

  /**
   * Cancels what runs.
   *
   * @param again also what has been cancelled before
   */
  void cancelRunning(boolean again) {
    for (TaskCoroutine task : forked.tasks()) {
      boolean unused = again ? task.cancel() : task.cancelOnce();
    }
  }

  /** Whether the owner need not wait: for the end of everything, or only until it is cancelled. */
  boolean isOver(boolean all) {
    return (cancelled && !all) || forked.isEmpty();
  }

  /** Has {@code wait} woken whenever {@link #isOver} may have become true for it. */
  void awaitedBy(ScopeWait wait) {
    forked.awaitedBy(wait);
  }

  /** The owner has been woken. */
  void forget(ScopeWait wait) {
    forked.forget(wait);
  }

  // ---- the engine ----

  @Override
  protected @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void abandon(Runnable then) {
    closed = true;
    ScopeTimer running = timer;
    if (running != null) {
      running.stop();
    }
    endRecord();
    cancelFor(null);
    forked.whenEmpty(then);
  }

  @Override
  public String describe() {
    return this + ScopeChecks.NOT_CLOSED + (opened == null ? ScopeChecks.SHOW_LINE : "");
  }

  @Override
  public List<TaskCoroutine> running() {
    return forked.tasks();
  }

  @Override
  public String toString() {
    String state = closed ? "closed, " : cancelled ? "cancelled, " : "";
    return ScopeChecks.text(config.name(), opened, state + forked.count() + " running");
  }

  private static Task<@Nullable Object> asTask(TaskCoroutine task) {
    return Unchecked.cast(task);
  }
}
