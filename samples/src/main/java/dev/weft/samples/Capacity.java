package dev.weft.samples;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many requests to itself this process can have in flight.
 *
 * @param descriptorLimit how many file descriptors it may have; negative if unknown
 * @param descriptorsOpen how many it has
 * @param heapLimit how many bytes its heap may have
 */
record Capacity(long descriptorLimit, long descriptorsOpen, long heapLimit) {

  /** A connection to oneself has two ends. */
  private static final int DESCRIPTORS_EACH = 2;

  /** For whatever else opens files meanwhile: jars, selectors. */
  private static final int SPARE_DESCRIPTORS = 200;

  /** The buffers of an HTTP exchange, client's and server's; the coroutine hardly counts. */
  private static final int BYTES_EACH = 60_000;

  private static final long SPARE_BYTES = 48L << 20;

  /** This process's, now. */
  static Capacity now() {
    long heap = Runtime.getRuntime().maxMemory();
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Capacity(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount(), heap)
        : new Capacity(-1, -1, heap);
  }

  /** How many of {@code wanted} requests there is room for. */
  int roomFor(int wanted) {
    return (int) Math.min(wanted, Math.min(byDescriptors(), byHeap()));
  }

  private long byDescriptors() {
    return descriptorLimit < 0
        ? Long.MAX_VALUE
        : Math.max(0, (descriptorLimit - descriptorsOpen - SPARE_DESCRIPTORS) / DESCRIPTORS_EACH);
  }

  private long byHeap() {
    return Math.max(0, (heapLimit - SPARE_BYTES) / BYTES_EACH);
  }

  /** What to tell the reader about it, in a line. */
  String explain(int wanted) {
    int room = roomFor(wanted);
    String start = String.format(Locale.ROOT, "%,d requests wanted", wanted);
    if (room == wanted) {
      return start + ", and there is room for all of them.";
    }
    return byHeap() < byDescriptors()
        ? String.format(
            Locale.ROOT,
            "%s; the heap of %,d MB leaves room for %,d (-Xmx sets it).",
            start,
            heapLimit >> 20,
            room)
        : String.format(
            Locale.ROOT,
            "%s; the descriptor limit of %,d leaves room for %,d (`ulimit -n` sets it).",
            start,
            descriptorLimit,
            room);
  }
}
