package dev.weft.concurrent;

import dev.weft.lincheck.Checked;
import org.jetbrains.lincheck.datastructures.Operation;

/** The lock under the channels: what it guards is read and written by one at a time. */
public class BriefLockTest extends Checked {

  /** Two numbers that are the same whenever the lock is free. */
  private static final class Guarded extends BriefLock {
    private int one;
    private int two;

    int add() {
      lock();
      one++;
      two++;
      int both = one + two;
      unlock();
      return both;
    }
  }

  private final Guarded guarded = new Guarded();

  @Operation
  public int add() {
    return guarded.add();
  }

  @Override
  public String end() {
    return "both are " + (guarded.one == guarded.two ? guarded.one : "different");
  }

  /** The same for one thread. */
  public static class Sequential {
    private int both;

    public int add() {
      both++;
      return 2 * both;
    }

    public String end() {
      return "both are " + both;
    }
  }
}
