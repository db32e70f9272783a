package dev.weft.benchmarks.threads;

import dev.weft.benchmarks.threads.VirtualThreads.Computing;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** Virtual threads that put into a queue of the JDK's, and as many or fewer that take from it. */
public final class Queues {

  /** Says that nothing comes any more; all elements are greater. */
  private static final Integer END = -1;

  private Queues() {}

  /** A queue of the JDK's with as much room as a channel; without, whoever came first is first. */
  private static BlockingQueue<Integer> queue(int capacity) {
    return capacity == 0 ? new SynchronousQueue<>(true) : new ArrayBlockingQueue<>(capacity);
  }

  private static long put(BlockingQueue<Integer> queue, Integer[] values, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put(values[i & 511]);
    }
    return 0;
  }

  private static long take(BlockingQueue<Integer> queue) throws InterruptedException {
    long sum = 0;
    for (int each = queue.take(); each != END; each = queue.take()) {
      sum += each;
    }
    return sum;
  }

  /** The sum of what was taken, of {@code each} elements from every sender. */
  public static long run(int capacity, Integer[] values, int senders, int receivers, int each) {
    return VirtualThreads.run(
        () -> {
          BlockingQueue<Integer> queue = queue(capacity);
          Computing[] taking = VirtualThreads.fork(receivers, () -> take(queue));
          Computing[] putting = VirtualThreads.fork(senders, () -> put(queue, values, each));
          long sum = VirtualThreads.sum(putting);
          for (int i = 0; i < receivers; i++) {
            queue.put(END);
          }
          return sum + VirtualThreads.sum(taking);
        });
  }
}
