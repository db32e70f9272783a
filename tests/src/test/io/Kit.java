import dev.weft.EventLoop;
import dev.weft.Task;
import java.io.File;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** What the programs of this folder share. */
final class Kit {

  private Kit() {}

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Longer than any machine takes. */
  static final Duration AMPLE = Duration.ofMinutes(5);

  static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(String.valueOf(what));
    }
  }

  static void same(Object actual, Object expected) {
    check(
        expected == null ? actual == null : expected.equals(actual),
        "expected <" + expected + "> and got <" + actual + ">");
  }

  /** What {@code call} throws. */
  static Throwable failure(Callable<?> call) {
    try {
      call.call();
    } catch (ExecutionException wrapped) {
      return wrapped.getCause();
    } catch (Throwable thrown) {
      return thrown;
    }
    throw new AssertionError("nothing was thrown");
  }

  static Throwable failureOf(Task<?> task) {
    return failure(task::get);
  }

  static byte[] bytes(int count, long seed) {
    var bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer read) {
    return java.nio.charset.StandardCharsets.UTF_8.decode(read).toString();
  }

  /** How many sockets are open before a test; the JDK has opened those that it keeps for ever. */
  static int socketsAtFirst() throws java.io.IOException {
    try (var selector = java.nio.channels.Selector.open();
        var server = java.nio.channels.ServerSocketChannel.open().bind(anyPort());
        var client = java.nio.channels.SocketChannel.open(server.getLocalAddress());
        var accepted = server.accept()) {
      client.configureBlocking(false);
      client.register(selector, java.nio.channels.SelectionKey.OP_WRITE);
      selector.select();
      client.close();
      selector.selectNow();
    }
    return sockets();
  }

  /** Open descriptors of this process that are sockets. */
  static int sockets() {
    int count = 0;
    File[] descriptors = new File("/proc/self/fd").listFiles();
    for (File each : descriptors == null ? new File[0] : descriptors) {
      try {
        if (java.nio.file.Files.readSymbolicLink(each.toPath()).toString().startsWith("socket:")) {
          count++;
        }
      } catch (java.io.IOException gone) {
        continue; // the one that lists the folder
      }
    }
    return count;
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    Class<?> declares = owner instanceof EventLoop ? owner.getClass().getSuperclass() : owner.getClass();
    Field field = declares.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  private static Object call(Object owner, String name) throws ReflectiveOperationException {
    var method = owner.getClass().getDeclaredMethod(name);
    method.setAccessible(true);
    return method.invoke(owner);
  }

  /** Timers, keys, channels and suspended coroutines of a loop, as seen on its thread. */
  static String left(EventLoop loop) throws Exception {
    var state = new java.util.concurrent.CompletableFuture<String>();
    loop.schedule(
        () -> {
          try {
            Object poller = field(loop, "poller");
            int tasks = ((java.util.List<?>) call(field(loop, "live"), "all")).size();
            state.complete(
                "timers " + call(field(loop, "timers"), "size")
                    + ", keys " + call(poller, "keys")
                    + ", channels " + loop.channels()
                    + ", tasks " + tasks);
          } catch (ReflectiveOperationException e) {
            state.completeExceptionally(e);
          }
        });
    return state.get();
  }

  static final String NOTHING = "timers 0, keys 0, channels 0, tasks 0";

  /** Waits until nothing is left on the loop, and as many sockets are open as before. */
  static void assertNothingLeft(EventLoop loop, int socketsBefore) throws Exception {
    String left = left(loop);
    for (int i = 0; i < 10_000 && !(left.equals(NOTHING) && sockets() <= socketsBefore); i++) {
      Thread.sleep(10);
      left = left(loop);
    }
    same(left, NOTHING);
    check(sockets() <= socketsBefore, sockets() + " sockets, before " + socketsBefore);
    assertIdle(loop);
  }

  /** Waits until the loop has come to rest: it has looked for nothing for a while. */
  static void assertIdle(EventLoop loop) throws Exception {
    Object poller = field(loop, "poller");
    long seen = (long) call(poller, "looks");
    int quiet = 0;
    for (int i = 0; i < 3_000 && quiet < 10; i++) {
      Thread.sleep(10);
      long now = (long) call(poller, "looks");
      quiet = now == seen ? quiet + 1 : 0;
      seen = now;
    }
    check(quiet == 10, "the loop spins");
    assertUsesNoProcessor(loop.toString());
  }

  /** Waits until a thread takes less than a tenth of the time, as one that spins never does. */
  private static void assertUsesNoProcessor(String name) throws Exception {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    for (var each : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (each != null && each.getThreadName().equals(name)) {
        boolean idle = false;
        for (int i = 0; i < 100 && !idle; i++) {
          long before = threads.getThreadCpuTime(each.getThreadId());
          Thread.sleep(50);
          idle = threads.getThreadCpuTime(each.getThreadId()) - before < 5_000_000;
        }
        check(idle, name + " uses the processor and does nothing");
      }
    }
  }

  /** Open descriptors of this process that are files in a folder. */
  static int files(java.nio.file.Path folder) throws java.io.IOException {
    int count = 0;
    File[] descriptors = new File("/proc/self/fd").listFiles();
    for (File each : descriptors == null ? new File[0] : descriptors) {
      try {
        if (java.nio.file.Files.readSymbolicLink(each.toPath()).startsWith(folder.toRealPath())) {
          count++;
        }
      } catch (java.nio.file.NoSuchFileException gone) {
        continue; // the one that lists the folder
      }
    }
    return count;
  }
}
