package dev.weft.internal.schedulers;

import dev.weft.lincheck.Checked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * The steps that a thread keeps, where the ring begins anew: each comes out once, whoever takes it.
 *
 * <p>Others take several, one after the other, while the owner goes on; so what an operation gets
 * is no result here, and what has come out is told at the end.
 */
public class LocalQueueTest extends Checked {

  private record Step(int number) implements Runnable {
    @Override
    public void run() {}
  }

  private final LocalQueue queue = new LocalQueue(LocalQueue.CAPACITY - 1);
  private final List<Runnable> polled = new ArrayList<>();
  private final List<Runnable> taken = Collections.synchronizedList(new ArrayList<>());

  @Operation(nonParallelGroup = "owner")
  public void add(@Param(gen = IntGen.class, conf = "1:9") int number) {
    queue.add(new Step(number));
  }

  @Operation(nonParallelGroup = "owner")
  public void poll() {
    Runnable step = queue.poll();
    if (step != null) {
      polled.add(step);
    }
  }

  @Operation(nonParallelGroup = "owner")
  public void pollLast() {
    var youngest = new Runnable[2];
    int count = queue.pollLast(2, youngest);
    polled.addAll(Arrays.asList(youngest).subList(0, count));
  }

  @Operation
  public void take(@Param(gen = IntGen.class, conf = "0:1") int left) {
    var own = new ArrayList<Runnable>();
    queue.take(left, own);
    taken.addAll(own);
  }

  @Override
  protected int operationsBefore() {
    return 3;
  }

  @Override
  public String end() {
    for (Runnable each = queue.poll(); each != null; each = queue.poll()) {
      polled.add(each);
    }
    polled.addAll(taken);
    return polled.stream().map(step -> ((Step) step).number()).sorted().toList().toString();
  }

  /** All that was added. */
  public static class Sequential {
    private final List<Integer> added = new ArrayList<>();

    public void add(int number) {
      added.add(number);
    }

    public void poll() {}

    public void pollLast() {}

    public void take(int left) {}

    public String end() {
      return added.stream().sorted().toList().toString();
    }
  }
}
