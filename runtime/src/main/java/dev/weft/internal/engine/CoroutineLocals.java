package dev.weft.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What few coroutines have beside their frames: a name, open scopes, a context. Also that of a
 * thread, for the ordinary code on it and for the suspending methods that this calls.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>written by</th><th>read by</th></tr>
 * <tr><td>innermost</td><td>who runs the coroutine</td><td>the same</td></tr>
 * <tr><td>values, thread</td><td>who makes the coroutine, then who runs it</td><td>the same</td></tr>
 * <tr><td>name, running, observed</td><td>any thread</td><td>any thread; volatile</td></tr>
 * </table>
 */
public class CoroutineLocals {

  private @Nullable OpenScope innermost;
  private volatile @Nullable String name;

  /** What keys are bound to; null if none is. */
  private @Nullable Object values;

  /** What the thread is to have while the coroutine runs; null for what it has anyway. */
  private @Nullable ThreadElements thread;

  private volatile @Nullable Coroutine running;

  /** What is known of the coroutine, if it is observed. */
  private volatile @Nullable ObservedCoroutine observed;

  /** Those of the coroutine that has made this one to run a part of its body. */
  private @Nullable CoroutineLocals within;

  /** Those of {@code coroutine}; of a thread if that is null. */
  protected CoroutineLocals(@Nullable Coroutine coroutine) {
    running = coroutine;
  }

  /**
   * The coroutine that these belong to; of a thread, the suspending call that it blocks for; null
   * if there is none.
   */
  public final @Nullable Coroutine coroutine() {
    return running;
  }

  /** Says which call the thread blocks for from now on. */
  final void block(@Nullable Coroutine call) {
    running = call;
  }

  /** What is known of the coroutine; null if it is not observed. */
  public final @Nullable ObservedCoroutine observed() {
    return observed;
  }

  /** Says that the coroutine is observed. Before it begins, or by who looks. */
  public final void observe(ObservedCoroutine known) {
    observed = known;
    String given = name;
    if (given != null) {
      known.name(given);
    }
  }

  /** The name that was given; null if none was. */
  public final @Nullable String name() {
    return name;
  }

  public final void name(String given) {
    name = given;
    ObservedCoroutine known = observed;
    if (known != null) {
      known.name(given);
    }
  }

  final @Nullable Object values() {
    return values;
  }

  final void values(@Nullable Object bound) {
    values = bound;
  }

  final @Nullable ThreadElements thread() {
    return thread;
  }

  final void thread(@Nullable ThreadElements state) {
    thread = state;
  }

  /** Those of the coroutine that this is a part of, as a body with a deadline is; or null. */
  public final @Nullable CoroutineLocals within() {
    return within;
  }

  /** Says, before the coroutine begins, that it is a part of another one. */
  public final void within(CoroutineLocals caller) {
    within = caller;
  }

  /** Whether any scope is open here, or where this is a part of. */
  public final boolean isInScope() {
    return innermost != null || within != null;
  }

  /** Whether any scope is open. */
  public final boolean hasOpenScope() {
    return innermost != null;
  }

  public final void opened(OpenScope scope) {
    ContextUse.beginScopes();
    scope.outer = innermost;
    innermost = scope;
  }

  /** The scope that was opened last and is open still. */
  public final @Nullable OpenScope innermost() {
    return innermost;
  }

  /** Takes out a scope that is closed. */
  public final void closed(OpenScope scope) {
    if (innermost == scope) {
      innermost = scope.outer;
      return;
    }
    for (OpenScope each = innermost; each != null; each = each.outer) {
      if (each.outer == scope) {
        each.outer = scope.outer;
        return;
      }
    }
  }

  /** The open scope that has failed with {@code met}; null if none has. By the owner. */
  final @Nullable OpenScope scopeFailedWith(Throwable met) {
    for (OpenScope each = innermost; each != null; each = each.outer) {
      if (each.failure() == met) {
        return each;
      }
    }
    return null;
  }

  /** Says that the owner is about to be thrown a failure that others may know as well. */
  final void thrown(Throwable failure) {
    for (OpenScope each = innermost; each != null; each = each.outer) {
      each.thrown(failure);
    }
  }

  /** Whether a scope has failed and the owner has not met that. */
  final @Nullable OpenScope unmet() {
    for (OpenScope each = innermost; each != null; each = each.outer) {
      if (each.isToBeMet()) {
        return each;
      }
    }
    return null;
  }

  /**
   * Ends all scopes for an owner that is done without having closed them.
   *
   * @param then called once nothing of them runs any more, on any thread
   */
  final void abandonScopes(Runnable then) {
    var left = new AtomicInteger(1);
    Runnable ended =
        () -> {
          if (left.decrementAndGet() == 0) {
            then.run();
          }
        };
    for (OpenScope each = innermost; each != null; each = innermost) {
      innermost = each.outer;
      left.incrementAndGet();
      each.meet();
      each.abandon(ended);
    }
    ended.run();
  }

  /** The failure of the outermost scope that has one that was not met. */
  final @Nullable Throwable takeInterruption(Coroutine owner) {
    OpenScope first = null;
    OpenScope next = null;
    for (OpenScope each = innermost; each != null; each = each.outer) {
      if (each.isToBeMet()) {
        next = first;
        first = each;
      }
    }
    if (first == null) {
      return null;
    }
    first.meet();
    if (next != null) {
      owner.interruptFor(next); // at the suspension point after this one
    }
    return first.failure();
  }
}
