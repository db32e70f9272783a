package dev.weft.junit;

import dev.weft.observe.Coroutines;

/**
 * Has coroutines observed for as long as tests run, unless they are anyway.
 *
 * <p>There is one for each run of JUnit, of which there may be several at once. They are counted,
 * under the lock of the class; the first begins to observe, and the last ends it.
 */
final class Observation implements AutoCloseable {

  private static int begun;
  private static boolean isOurs;

  private Observation() {}

  static synchronized Observation begin() {
    if (begun++ == 0) {
      isOurs = !Coroutines.isObserved();
    }
    if (isOurs) {
      Coroutines.observe();
    }
    return new Observation();
  }

  @Override
  public void close() {
    synchronized (Observation.class) {
      if (--begun == 0 && isOurs) {
        Coroutines.stopObserving();
      }
    }
  }
}
