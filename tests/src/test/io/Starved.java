import dev.weft.*;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Memory runs out again and again while coroutines do all that needs others: helper threads, the
 * selector, timers. Whatever a call ends with, it ends. Run with a small heap.
 */
public class Starved {

  static final int ROUNDS = Integer.getInteger("rounds", 8);
  static volatile boolean stop;
  static final Map<String, AtomicInteger> ENDS = new TreeMap<>();
  static final List<Task<?>> TASKS = new ArrayList<>();
  static EventLoop loop;
  static Path path;
  static TcpServer server;
  static InetSocketAddress named;

  interface Call {
    @Async
    void call() throws Exception;
  }

  /** Calls until it is told to stop; out of memory it may be at any place. */
  @Async
  static void again(Call call, AtomicInteger ends) {
    while (!stop) {
      try {
        call.call();
        ends.incrementAndGet();
      } catch (Throwable failure) {
        if (!isForWantOfMemory(failure)) throw new IllegalStateException("not for want of memory", failure);
      }
    }
  }

  static boolean isForWantOfMemory(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      // what the JDK makes of it, and what comes of a peer that has none
      if (each instanceof OutOfMemoryError || each instanceof NoClassDefFoundError || each instanceof IOException) return true;
    }
    return false;
  }

  static void start(String name, Call call) {
    var ends = new AtomicInteger();
    ENDS.put(name, ends);
    TASKS.add(Weft.start(loop, () -> again(call, ends)));
  }

  @Async
  static void read(AsyncFile file) throws Exception {
    file.read(ByteBuffer.allocate(100), 0);
  }

  @Async
  static void write(AsyncFile file) throws Exception {
    file.write(ByteBuffer.allocate(100), 0);
  }

  @Async
  static void open() throws Exception {
    AsyncFile.open(path, StandardOpenOption.READ).close();
  }

  @Async
  static void connect(InetSocketAddress to) throws Exception {
    TcpChannel.connect(to).close();
  }

  @Async
  static void accept() throws Exception {
    server.accept().close();
  }

  @Async
  static void sleep() {
    Weft.delay(Duration.ofNanos(200_000));
  }

  @Async
  static void limit() throws Exception {
    try {
      Weft.withDeadline(Duration.ofNanos(300_000), () -> { Weft.delay(Duration.ofHours(1)); return 0; });
    } catch (TimeoutException expected) {
      return;
    }
  }

  static Thread scheduler() {
    var ran = new AtomicInteger();
    ENDS.put("schedule", ran);
    var thread = new Thread(() -> {
      int accepted = 0;
      Runnable step = ran::incrementAndGet;
      while (!stop) {
        try {
          loop.schedule(step);
          accepted++;
        } catch (OutOfMemoryError refused) {
          Thread.yield();
        }
        while (accepted - ran.get() > 100) Pause.millis(); // the others want to be run, too
      }
      while (ran.get() < accepted) Pause.millis();
      Kit.same(ran.get(), accepted);
    });
    thread.start();
    return thread;
  }

  /** Pauses without memory. */
  static final class Pause {
    static void millis() {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Takes all the memory there is, the last of it in small pieces, and keeps it for a while. */
  static void starve(Random random) {
    Object[] ballast = null;
    for (int size = 100_000; size > 10; size /= 6) {
      try {
        for (int i = 0; i < 400; i++) {
          var next = new Object[2];
          next[1] = new byte[size];
          next[0] = ballast;
          ballast = next;
        }
      } catch (OutOfMemoryError full) {
        Pause.millis();
      }
    }
    for (int i = random.nextInt(20); i > 0; i--) Pause.millis();
  }

  public static void main(String[] args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      if (!isForWantOfMemory(failure)) failure.printStackTrace();
    });
    loop = Schedulers.eventLoopBuilder().blockingThreads(2).build();
    path = Files.createTempFile(Path.of("."), "starved", "");
    Files.write(path, new byte[1000]);
    server = TcpServer.listen(loop, Kit.anyPort());
    named = InetSocketAddress.createUnresolved("localhost", server.address().getPort());
    AsyncFile file = Weft.run(loop, () -> AsyncFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    start("read", () -> read(file));
    start("write", () -> write(file));
    start("open", () -> open());
    start("connect", () -> connect(server.address()));
    start("connect by name", () -> connect(named));
    start("accept", () -> accept());
    start("offload", () -> loop.offload(() -> new byte[10]));
    start("delay", () -> sleep());
    start("deadline", () -> limit());
    Thread schedules = scheduler();
    for (AtomicInteger each : ENDS.values()) { // all classes are there
      while (each.get() < 20) Pause.millis();
    }
    var random = new Random(Long.getLong("seed", 1));
    for (int i = 0; i < ROUNDS; i++) {
      starve(random);
      for (int j = random.nextInt(5); j > 0; j--) Pause.millis();
    }
    stop = true;
    System.out.println(ENDS);
    // whoever accepts waits for one more
    try (var last = new Socket(server.address().getAddress(), server.address().getPort())) {
      for (Task<?> each : TASKS) {
        try {
          each.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
          if (!isForWantOfMemory(failed)) throw failed;
        }
      }
    }
    schedules.join();
    loop.close();
    Files.delete(path);
    System.out.println("all well");
  }
}
