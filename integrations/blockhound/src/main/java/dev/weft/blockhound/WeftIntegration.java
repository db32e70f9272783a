package dev.weft.blockhound;

import dev.weft.Schedulers;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Has BlockHound report blocking calls on the threads of Weft's event loops: the call throws its
 * {@code BlockingOperationError} into the coroutine that makes it. BlockHound finds this by itself
 * when it is installed.
 *
 * <p>Threads of other loops that have called {@link Schedulers#forbidBlocking} are not meant: to
 * BlockHound, whoever made them says so.
 */
public final class WeftIntegration implements BlockHoundIntegration {

  /** Called by BlockHound's service loader. */
  public WeftIntegration() {}

  /** Where an event loop waits on its own thread: for the threads that watch it, at its end. */
  private static final String LOOPS = "dev.weft.internal.loop.";

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        .nonBlockingThreadPredicate(known -> known.or(Schedulers::isEventLoopThread))
        .allowBlockingCallsInside(LOOPS + "LoopRunner", "rest")
        .allowBlockingCallsInside(LOOPS + "LoopScheduler", "endIo");
  }
}
