package monitors;

import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** An async generator that emits and waits with monitors held gives them up meanwhile. */
public final class AsyncGeneratorsThatHold {

  private final Object outer = new Object();
  private final Object inner = new Object();

  @Async
  private AsyncGenerator<Integer> numbers(Probe p) {
    for (int i = 0; i < 5; i++) {
      synchronized (outer) {
        synchronized (inner) {
          Weft.await(p.later(i));
          Weft.emit(i + (Thread.holdsLock(outer) ? 10 : 0));
        }
        emitTwo(p, i);
      }
    }
    return null;
  }

  @Async
  private void emitTwo(Probe p, int i) {
    Weft.emit(Thread.holdsLock(outer) ? -i : 1000);
    synchronized (inner) {
      Weft.emit(Thread.holdsLock(outer) && Thread.holdsLock(inner) ? -i : 2000);
    }
  }

  /** Whoever takes an element holds nothing meanwhile. */
  @Async
  public static Object run(Probe p) {
    var holder = new AsyncGeneratorsThatHold();
    for (int each : holder.numbers(p)) {
      p.log(each);
      p.log(Thread.holdsLock(holder.outer) || Thread.holdsLock(holder.inner));
    }
    return Thread.holdsLock(holder.outer);
  }

  /** What it would log if generators were threads. */
  public static Object expected(Probe p) {
    for (int i = 0; i < 5; i++) {
      for (int each : new int[] {i + 10, -i, -i}) {
        p.log(each);
        p.log(false);
      }
    }
    return false;
  }
}
