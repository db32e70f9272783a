package dev.weft.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * A clause of a select that waits in a {@link WaitQueue}, in its turn among all others there: for a
 * lock, permits, a signal.
 *
 * <p>Of a {@link QueuedWait} it is the place in the queue only; frame and event are the select. So
 * it is the select whose wake-up is won by who grants, with which the other clauses compete. One
 * that comes to the head of the queue while the select looks around, awake for a moment, is passed
 * over; then it joins anew.
 */
final class SelectGrant extends QueuedWait implements SelectWait {

  private final SelectOperation select;

  /** Not to join any more. Written before the queue is left, so under its monitor it is known. */
  private boolean over;

  SelectGrant(
      WaitQueue queue, Call call, @Nullable Object payload, long amount, SelectOperation select) {
    super(queue, call, payload, amount);
    this.select = select;
  }

  @Override
  boolean mayJoin() {
    return !over && (phase == NEW || phase == GONE);
  }

  @Override
  boolean claimGrant() {
    return select.win(this);
  }

  @Override
  void deliverGrant() {
    select.go();
  }

  @Override
  public void register() {
    queue.arrive(this);
  }

  @Override
  public void unregister() {
    over = true;
    queue.leave(this);
  }

  @Override
  public @Nullable Object result() {
    queue.obtained(amount, select);
    return null;
  }

  @Override
  public void refused() {
    failed();
  }
}
