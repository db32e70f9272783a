package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.Checked;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * Coroutines that read and that write, which may be cancelled, and threads that only try.
 *
 * <p>As with {@link LockTest}, no one order of the operations tells who has to wait. What is
 * compared is that writers are alone (what they count is a plain field), that readers find nobody
 * writing, that who was not cancelled has had the lock, and that it is free in the end.
 */
public class ReadWriteLockTest extends Checked {

  private final AsyncReadWriteLock lock = new AsyncReadWriteLock();
  private final Calls calls = new Calls();
  private final AtomicInteger entered = new AtomicInteger();
  private volatile boolean writing;
  private volatile boolean disturbed;
  private int count;

  @Operation
  public void tryRead() {
    if (lock.readLock().tryLock()) {
      look();
      lock.readLock().unlock();
    }
  }

  @Operation
  public void read(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> lock.readLock().withLock(this::look));
  }

  private String look() {
    disturbed |= writing;
    return "read";
  }

  @Operation
  public void write(@Param(gen = ThreadIdGen.class) int thread) {
    calls.begin(thread, () -> lock.writeLock().withLock(this::change));
  }

  private String change() {
    disturbed |= writing;
    writing = true;
    entered.incrementAndGet();
    count++;
    writing = false;
    return "written";
  }

  @Operation
  public void cancelCall(@Param(gen = IntGen.class, conf = "0:5") int place) {
    calls.cancel(place);
  }

  @Override
  public String end() {
    boolean free =
        lock.getReadLockCount() == 0 && !lock.isWriteLocked() && lock.getQueueLength() == 0;
    return free && calls.areOver() && count == entered.get() && !disturbed
        ? "nobody was disturbed"
        : calls + "; " + lock.getReadLockCount() + ", " + lock.isWriteLocked() + ", " + count;
  }

  /** The same for one thread. */
  public static class Sequential {
    public void tryRead() {}

    public void read(int thread) {}

    public void write(int thread) {}

    public void cancelCall(int place) {}

    public String end() {
      return "nobody was disturbed";
    }
  }
}
