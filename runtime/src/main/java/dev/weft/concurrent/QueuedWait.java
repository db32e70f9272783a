package dev.weft.concurrent;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.OperationFrame;
import dev.weft.internal.engine.WaitTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One suspended call in a {@link WaitQueue}: the coroutine's leaf, the event it waits for and the
 * place in the queue, in one object.
 *
 * <p>{@link #phase} says where it stands; it and the links are guarded by the queue's monitor. The
 * coroutine reads the phase without it, once it was woken, which nobody does before the phase is
 * final.
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><td>NEW</td><td>not suspended yet</td></tr>
 * <tr><td>QUEUED</td><td>in the queue</td></tr>
 * <tr><td>GRANTED</td><td>claimed, and owns what it waited for</td></tr>
 * <tr><td>EXPIRED</td><td>claimed by its timer</td></tr>
 * <tr><td>GONE</td><td>cancelled, or has given back what it was granted</td></tr>
 * </table>
 */
class QueuedWait extends OperationFrame {

  static final int NEW = 0;
  static final int QUEUED = 1;
  static final int GRANTED = 2;
  static final int EXPIRED = 3;
  static final int GONE = 4;

  final WaitQueue queue;
  private final Call call;

  /** Who is to own what is waited for, or what the call brings along. */
  final @Nullable Object payload;

  @Nullable QueuedWait previous;
  @Nullable QueuedWait next;
  int phase = NEW;

  /** How much is wanted; the queue's own. */
  long amount;

  /** What was granted. */
  @Nullable Object result;

  /** A wait that {@code call} makes. */
  QueuedWait(WaitQueue queue, Call call, @Nullable Object payload, long amount) {
    this.queue = queue;
    this.call = call;
    this.payload = payload;
    this.amount = amount;
  }

  /** Suspends the call that is being made. */
  final void begin(Carrier carrier) {
    suspend(carrier);
  }

  /** Lets the call wait once more; the last thing that {@link WaitQueue#finish} does. */
  final void waitAgain(Carrier carrier) {
    phase = NEW;
    suspendAgain(carrier);
  }

  final boolean isGranted() {
    return phase == GRANTED;
  }

  /** Whether the call returns whether it was granted. */
  boolean isTimed() {
    return false;
  }

  /** Whether it is to join the queue. Under the monitor. */
  boolean mayJoin() {
    return phase == NEW; // else it was cancelled before
  }

  // ---- how it is woken: a choice among several things does this in its own way ----

  /** Wins the wake-up; false if it was cancelled, and gets nothing. Under the monitor. */
  boolean claimGrant() {
    return claim();
  }

  /** Wakes one that was claimed. Outside the monitor. */
  void deliverGrant() {
    wakeClaimed();
  }

  // ---- the operation ----

  @Override
  protected void start() {
    queue.arrive(this);
  }

  @Override
  protected void abandon() {
    queue.leave(this);
  }

  @Override
  protected void proceed(Carrier carrier) throws Throwable {
    queue.finish(this, carrier);
  }

  @Override
  protected void failed() {
    if (phase == GRANTED) {
      phase = GONE;
      queue.giveBack(this);
    }
  }

  @Override
  protected FrameSnapshot snapshot() {
    return call.snapshot(this);
  }

  @Override
  public WaitTarget target() {
    return queue.target(call);
  }

  /**
   * A suspending method of this package.
   *
   * @param owner its class, without the package
   * @param method its name
   */
  record Call(String owner, String method) {
    /** What is to be seen of a frame that stands for this call. */
    FrameSnapshot snapshot(Frame frame) {
      int nested = owner.indexOf('$');
      String file = (nested < 0 ? owner : owner.substring(0, nested)) + ".java";
      return new FrameSnapshot(
          "dev.weft.concurrent." + owner,
          method,
          file,
          0,
          "",
          List.of(),
          frame.getClass().getName());
    }

    @Override
    public String toString() {
      return owner.replace('$', '.') + "." + method;
    }
  }
}
