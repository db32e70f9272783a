package dev.weft.concurrent;

import dev.weft.lincheck.Calls;
import dev.weft.lincheck.CheckedCalls;
import dev.weft.lincheck.SequentialCalls;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** Permits: first come, first served, none lost to who is cancelled, none given twice. */
public class SemaphoreTest extends CheckedCalls {

  private final AsyncSemaphore semaphore = new AsyncSemaphore(1);

  @Operation
  public boolean tryAcquire() {
    return semaphore.tryAcquire();
  }

  @Operation
  public void release() {
    semaphore.release();
  }

  @Operation
  public void acquire(
      @Param(gen = ThreadIdGen.class) int thread,
      @Param(gen = IntGen.class, conf = "1:2") int permits) {
    calls.begin(
        thread,
        () -> {
          semaphore.acquire(permits);
          return "has";
        });
  }

  @Override
  public String end() {
    return calls + "; " + semaphore.availablePermits() + ", " + semaphore.getQueueLength();
  }

  /** The same for one thread. */
  public static class Sequential {

    private record Waiter(int place, int permits) {}

    private final SequentialCalls calls = new SequentialCalls();
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int permits = 1;

    public boolean tryAcquire() {
      if (permits == 0 || !waiting.isEmpty()) {
        return false;
      }
      permits--;
      return true;
    }

    public void release() {
      permits++;
      serve();
    }

    public void acquire(int thread, int wanted) {
      int place = calls.begin(thread);
      if (place >= 0) {
        waiting.add(new Waiter(place, wanted));
        serve();
      }
    }

    public void cancelCall(int thread, int number) {
      int place = Calls.placeOf(thread, number);
      if (calls.cancel(place)) {
        waiting.removeIf(each -> each.place == place);
        serve();
      }
    }

    private void serve() {
      while (!waiting.isEmpty() && waiting.peek().permits <= permits) {
        Waiter first = waiting.poll();
        permits -= first.permits;
        calls.end(first.place, "has");
      }
    }

    public String end() {
      return calls + "; " + permits + ", " + waiting.size();
    }
  }
}
