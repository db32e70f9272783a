import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.spi.Scheduler;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** {@code withDeadline} around suspensions of all sorts, on schedulers of all sorts. */
public class Deadlines {

  static final Duration SOON = Duration.ofMillis(20);
  static final Duration FAR = Duration.ofDays(1);
  static final List<Object> LOG = new CopyOnWriteArrayList<>();

  @Async
  static String hangs() {
    try {
      await(Task.<String>completer().task());
      return "not reached";
    } finally {
      Weft.delay(Duration.ofMillis(1));
      LOG.add("cleaned up");
    }
  }

  @Async
  static String tooLate(AsyncCallable<Object> body) throws Exception {
    return within(SOON, body);
  }

  @Async
  static String within(Duration time, AsyncCallable<Object> body) throws Exception {
    try {
      return "in time: " + Weft.withDeadline(time, body);
    } catch (TimeoutException late) {
      return late.getMessage();
    }
  }

  @Async
  static void unguarded() throws Exception {
    Weft.withDeadline(SOON, () -> hangs()); // the line of the trace
  }

  @Async
  static int nested() throws Exception {
    int caught = 0;
    for (int i = 0; i < 3; i++) {
      try {
        Weft.withDeadline(FAR, () -> { Weft.withDeadline(SOON, () -> Weft.delay(FAR)); });
      } catch (TimeoutException inner) {
        Kit.check(inner.getMessage().contains(SOON.toString()), inner);
        caught++;
      }
      try {
        Weft.withDeadline(SOON, () -> { Weft.withDeadline(FAR, () -> hangs()); });
      } catch (TimeoutException outer) {
        Kit.check(outer.getMessage().contains(SOON.toString()), outer);
        caught++;
      }
    }
    return caught;
  }

  @Async
  static Object inTime() throws Exception {
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      int each = i;
      sum += Weft.withDeadline(FAR, () -> { Weft.yieldNow(); return each; });
      sum += Weft.withDeadline(FAR, () -> 1);
    }
    return sum;
  }

  static void everywhere(Scheduler home) {
    Kit.same(Weft.run(home, () -> tooLate(() -> hangs())), "not done within PT0.02S");
    Kit.same(LOG, List.of("cleaned up"));
    LOG.clear();
    Kit.same(Weft.run(home, () -> within(FAR, () -> { Weft.delay(Duration.ofNanos(1)); return 7; })), "in time: 7");
    Kit.same(Weft.run(home, () -> nested()), 6);
    Kit.same(Weft.run(home, () -> inTime()), 1000L * 999 / 2 + 1000);
    LOG.clear();
    Throwable thrown = Kit.failureOf(Weft.start(home, () -> unguarded()));
    Kit.check(thrown instanceof TimeoutException, thrown);
    Kit.check(Arrays.stream(thrown.getStackTrace()).anyMatch(
        call -> call.getMethodName().equals("unguarded") && call.getLineNumber() == 47), Arrays.toString(thrown.getStackTrace()));
    LOG.clear();
  }

  /** An accept, a read, an offload. */
  @Async
  static void io(EventLoop loop) throws Exception {
    try (var server = TcpServer.listen(Kit.anyPort())) {
      Kit.same(tooLate(() -> server.accept()), "not done within PT0.02S");
      try (var client = TcpChannel.connect(server.address()); var peer = server.accept()) {
        Kit.same(tooLate(() -> peer.read(ByteBuffer.allocate(8))), "not done within PT0.02S");
      }
    }
    var go = new CountDownLatch(1);
    Kit.same(tooLate(() -> loop.offload(() -> { go.await(); return "late"; })), "not done within PT0.02S");
    go.countDown();
  }

  public static void main(String[] args) throws Exception {
    EventLoop loop = Schedulers.eventLoopBuilder().name("loop").build();
    everywhere(loop);
    Weft.run(loop, () -> io(loop));
    Kit.same(Kit.left(loop), Kit.NOTHING);
    everywhere(ForkJoinPool.commonPool()::execute);
    loop.close();
    System.out.println("all well");
  }
}
