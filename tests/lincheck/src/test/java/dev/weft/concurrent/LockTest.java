package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.Checked;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * A lock that is taken by coroutines, which may be cancelled, and by threads, which only try.
 *
 * <p>What is done under a lock is seen by others to take time, so that no one order of the
 * operations tells who finds it busy. What is compared is that it excludes (what they count is a
 * plain field), that who was not cancelled has had it, and that it is free in the end.
 */
public class LockTest extends Checked {

  private final AsyncLock lock = new AsyncLock();
  private final Calls calls = new Calls();
  private final AtomicInteger entered = new AtomicInteger();
  private int count;

  /** What is done before would be done by another thread, and a lock belongs to its thread. */
  @Override
  protected int operationsBefore() {
    return 0;
  }

  @Operation
  public void tryHold() {
    if (lock.tryLock()) {
      enter();
      lock.unlock();
    }
  }

  private int enter() {
    entered.incrementAndGet();
    return count++;
  }

  @Operation
  public void withLock(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> lock.withLock(this::enter));
  }

  @Operation
  public void cancelCall(@Param(gen = IntGen.class, conf = "0:5") int place) {
    calls.cancel(place);
  }

  @Override
  public String end() {
    boolean free = !lock.isLocked() && lock.getQueueLength() == 0;
    return free && calls.areOver() && count == entered.get()
        ? "each alone"
        : calls + "; " + lock.isLocked() + ", " + lock.getQueueLength() + ", " + count;
  }

  /** The same for one thread. */
  public static class Sequential {
    public void tryHold() {}

    public void withLock(int thread) {}

    public void cancelCall(int place) {}

    public String end() {
      return "each alone";
    }
  }
}
