import dev.weft.*;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.*;

/** Very many delays at once, woken in order; and very many begun and given up. */
public class Delays {

  static final int AT_ONCE = Integer.getInteger("delays", 1_000_000);
  static final int CHURN = Integer.getInteger("churn", 300_000);
  /** In bytes: some for each that was given up would be more. */
  static final int LIMIT = 2_000_000;
  /** Between the two, in nanoseconds of the clock, each delay has been armed to end. */
  static final long[] LATEST = new long[AT_ONCE];

  static long earliestOfWoken = Long.MIN_VALUE;
  static int woken;
  static int outOfOrder;

  @Async
  static void sleeper(int number, long nanos) {
    long earliest = System.nanoTime() + nanos;
    Weft.delay(Duration.ofNanos(nanos));
    woken++;
    if (LATEST[number] < earliestOfWoken) outOfOrder++;
    earliestOfWoken = Math.max(earliestOfWoken, earliest);
  }

  @Async
  static void many() {
    var random = new Random(1);
    var tasks = new ArrayList<Task<?>>();
    for (int i = 0; i < AT_ONCE; i++) {
      int number = i;
      long nanos = 1_000_000_000L + random.nextInt(1_000_000_000);
      tasks.add(Weft.start(() -> sleeper(number, nanos)));
      LATEST[i] = System.nanoTime() + nanos;
    }
    for (Task<?> each : tasks) Weft.await(each);
  }

  @Async
  static void churn(int times) {
    for (int i = 0; i < times; i++) {
      Task<?> task = Weft.start(() -> Weft.delay(Duration.ofDays(1)));
      task.cancel(false);
      if (i % 100 == 0) Weft.yieldNow();
    }
    Weft.yieldNow();
  }

  static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** How many bytes more are used; what other threads have just made is given time to go. */
  static long grown(long before) throws InterruptedException {
    long grown = used() - before;
    for (int i = 0; i < 20 && grown >= LIMIT; i++) {
      grown = used() - before;
    }
    return grown;
  }

  public static void main(String[] args) throws Exception {
    EventLoop loop = Schedulers.eventLoop();
    Weft.run(loop, () -> many());
    Kit.same(woken, AT_ONCE);
    Kit.same(outOfOrder, 0);
    Weft.run(loop, () -> churn(10_000));
    long before = used();
    Weft.run(loop, () -> churn(CHURN));
    long grown = grown(before);
    Kit.check(grown < LIMIT, "grown by " + grown + " bytes");
    Kit.same(Kit.left(loop), Kit.NOTHING);
    loop.close();
    System.out.println("all well: " + AT_ONCE + " delays, " + CHURN + " begun and given up, grown by " + grown);
  }
}
