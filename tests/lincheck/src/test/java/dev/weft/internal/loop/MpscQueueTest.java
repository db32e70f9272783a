package dev.weft.internal.loop;

import dev.weft.lincheck.Checked;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * The hand-over to an event loop, where its segment comes to its end: all that is accepted comes
 * out, once, in the order of putting.
 *
 * <p>{@code take} may find nothing behind a place that is claimed and not written yet, and so is no
 * operation with a result here; what has been taken is told at the end.
 */
public class MpscQueueTest extends Checked {

  private final MpscQueue<Integer> queue = new MpscQueue<>();
  private final List<Integer> taken = new ArrayList<>();
  private boolean closed;

  /** One with two places left in its segment. */
  public MpscQueueTest() {
    int used = MpscQueue.SIZE - 2;
    try { // as so many puts and takes would do, which are too many to be repeated each time
      Object segment = field(MpscQueue.class, "head").get(queue);
      field(segment.getClass(), "claimed").setInt(segment, used);
      field(MpscQueue.class, "at").setInt(queue, used);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  @Operation
  public boolean put(@Param(gen = IntGen.class, conf = "1:9") int element) {
    return queue.put(element);
  }

  @Operation(nonParallelGroup = "consumer")
  public void take() {
    Integer element = closed ? null : queue.take();
    if (element != null) {
      taken.add(element);
    }
  }

  @Operation(nonParallelGroup = "consumer", runOnce = true)
  public void close() {
    queue.close(taken::add);
    closed = true;
  }

  @Override
  public String end() {
    for (Integer each = queue.take(); each != null; each = queue.take()) {
      taken.add(each);
    }
    return taken.toString();
  }

  /** All that was put in, in one list. */
  public static class Sequential {
    private final Deque<Integer> elements = new ArrayDeque<>();
    private boolean closed;

    public boolean put(int element) {
      return !closed && elements.add(element);
    }

    public void take() {}

    public void close() {
      closed = true;
    }

    public String end() {
      return elements.toString();
    }
  }
}
