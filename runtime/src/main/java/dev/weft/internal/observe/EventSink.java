package dev.weft.internal.observe;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.StepRecorder;
import org.jspecify.annotations.Nullable;

/** Records what becomes of coroutines and scopes, for as long as somebody wants that. */
public interface EventSink {

  /**
   * A coroutine was made, on the current thread.
   *
   * @param number its number
   * @param parent that of the coroutine which has made it; 0 if none, or one that is not known
   * @return who is to be told of its steps; null if they are not recorded
   */
  @Nullable StepRecorder started(Coroutine made, long number, long parent);

  /**
   * A scope was opened.
   *
   * @param scope describes it
   * @param owner who has opened it
   * @return who is to be told of its end; null if that is not recorded
   */
  @Nullable ScopeRecorder scopeOpened(Object scope, CoroutineLocals owner);

  /** Is told of the end of one scope. */
  interface ScopeRecorder {
    /**
     * The scope has been closed, or its owner has ended without that.
     *
     * @param failure what it has failed with; null if it has not
     */
    void closed(@Nullable Throwable failure);
  }
}
