package dev.weft.internal.engine;

import java.util.List;

/**
 * Goes down to the end of the stack, and does something else on the way back at each frame: what is
 * begun there finds too little stack at one place or another.
 */
public final class StackDive implements Runnable {

  /** How many dives a test makes, each by other frames and on another stack. */
  public static final int DIVES = Integer.getInteger("weft.dives", 20);

  /** How many frames of the way back, and so how much there is to be done. */
  public static final int FRAMES = 200;

  /** A small stack, in bytes: it takes little time to come to its end. */
  public static final int STACK = 200 * 1024;

  private final List<? extends Runnable> actions;
  private final int width;
  private int next;

  /**
   * A dive on the stack of whoever runs it.
   *
   * @param actions {@link #FRAMES} of them; one that throws for want of stack is left at that
   * @param number which dive it is: gives the frames their size
   */
  public StackDive(List<? extends Runnable> actions, int number) {
    this.actions = actions;
    this.width = number;
  }

  /** Dives on a thread of its own, whose stack has another size for each number. */
  public static void onThread(List<? extends Runnable> actions, int number)
      throws InterruptedException {
    var thread = new Thread(null, new StackDive(actions, number), "diver", STACK + 16L * number);
    thread.start();
    thread.join();
  }

  @Override
  public void run() {
    down();
  }

  private void down() {
    try {
      if (width % 2 == 0) {
        down();
      } else {
        downWide(width, width, width, width);
      }
    } catch (StackOverflowError end) {
      // from here back
    }
    try {
      if (next < FRAMES) {
        actions.get(next++).run();
      }
    } catch (StackOverflowError nothingDone) {
      // or all of it; the test ends only if it was one of both
    }
  }

  private long downWide(long a, long b, long c, long d) {
    down();
    return a + b + c + d;
  }
}
