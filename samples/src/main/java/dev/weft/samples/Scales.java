package dev.weft.samples;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;

/** Weighs what the heap holds, and what a coroutine that waits adds to it. */
final class Scales {

  private Scales() {}

  /** Bytes of the heap in use, garbage collected first. */
  static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Bytes per coroutine of {@code number}, each a task and three calls deep, that all wait. */
  @Async
  static long bytesPerCoroutine(int number) {
    Task.Completer<Integer> gate = Task.completer();
    var sleepers = new Task<?>[number];
    long before = usedHeap();
    for (int i = 0; i < number; i++) {
      int mine = i;
      sleepers[i] = Weft.start(() -> outer(mine, gate.task()));
    }
    long bytes = usedHeap() - before;
    gate.complete(1);
    for (Task<?> sleeper : sleepers) {
      await(sleeper);
    }
    return bytes / number;
  }

  @Async
  private static int outer(int number, Task<Integer> gate) {
    int sum = inner(number, gate);
    return sum + number;
  }

  @Async
  private static int inner(int number, Task<Integer> gate) {
    int opened = await(gate);
    return number + opened;
  }
}
