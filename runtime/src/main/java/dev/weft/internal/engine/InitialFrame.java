package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The frame of coroutines that have not started: calls their bodies in the first step.
 *
 * <p>There is one for each kind of body, not one for each coroutine. A coroutine that has not
 * started has it in the place of its leaf, and the body beside it, so that starting one makes no
 * object besides the coroutine.
 */
public final class InitialFrame extends Frame {

  /** A way of calling bodies of one kind. */
  @FunctionalInterface
  public interface Call {

    /**
     * Calls {@code body}.
     *
     * @return its result, or a dummy if it has suspended
     */
    @Nullable Object of(Object body, Carrier carrier) throws Exception;
  }

  private final Call call;

  /** The beginning of coroutines whose bodies are called by {@code call}. */
  public InitialFrame(Call call) {
    this.call = call;
  }

  /** Calls {@code body}, unless the coroutine was cancelled before. */
  void callBody(Object body, Carrier carrier) throws Exception {
    carrier.takeVoid();
    carrier.putObject(call.of(body, carrier));
  }

  @Override
  protected int resume(Carrier unused) {
    throw new IllegalStateException("a coroutine that has not started is not resumed");
  }
}
