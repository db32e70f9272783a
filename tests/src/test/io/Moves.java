import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.spi.Scheduler;
import dev.weft.annotations.Async;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.*;
import java.util.concurrent.*;
import javax.swing.SwingUtilities;

/** Coroutines on schedulers of all sorts, and on their way between them. */
public class Moves {

  static String thread() {
    return Thread.currentThread().getName().replaceAll("-\\d+$", "");
  }

  static CompletionStage<String> foreign() {
    return CompletableFuture.supplyAsync(() -> "from afar",
        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
  }

  /** What is completed on a foreign thread is awaited, and the coroutine stays at home. */
  @Async
  static void staysAtHome(String home) {
    for (int i = 0; i < 20; i++) {
      Kit.same(await(foreign()), "from afar");
      Kit.check(thread().startsWith(home), "on " + thread() + " and not " + home);
      Weft.yieldNow();
      Kit.check(thread().startsWith(home), "on " + thread() + " and not " + home);
    }
  }

  @Async
  static List<String> tour(Scheduler... stops) {
    var seen = new ArrayList<String>();
    for (Scheduler stop : stops) {
      Weft.switchTo(stop);
      seen.add(thread());
      Weft.yieldNow();
      await(foreign());
      seen.add(thread());
    }
    return seen;
  }

  static final List<Object> LOG = new CopyOnWriteArrayList<>();

  @Async
  static void rejected(Scheduler full) {
    try {
      Weft.switchTo(full);
    } catch (RejectedExecutionException refused) {
      LOG.add(refused.getMessage() + " on " + thread());
      throw refused;
    } finally {
      LOG.add("finally " + await(foreign()) + " on " + thread());
    }
  }

  public static void main(String[] args) throws Exception {
    EventLoop a = Schedulers.eventLoopBuilder().name("loop-a").build();
    EventLoop b = Schedulers.eventLoopBuilder().name("loop-b").build();
    Scheduler full = step -> { throw new RejectedExecutionException("full"); };
    Weft.run(a, () -> staysAtHome("loop-a"));
    Kit.same(Weft.run(a, () -> tour(b, a, a, b)),
        List.of("loop-b", "loop-b", "loop-a", "loop-a", "loop-a", "loop-a", "loop-b", "loop-b"));
    Kit.check(Kit.failureOf(Weft.start(a, () -> rejected(full))) instanceof RejectedExecutionException, "not rejected");
    Kit.same(LOG, List.of("full on loop-a", "finally from afar on loop-a"));
    for (EventLoop each : List.of(a, b)) Kit.same(Kit.left(each), Kit.NOTHING);

    // closing cancels who lives there now, not who has left
    Task<String> left = Weft.start(a, () -> { Weft.switchTo(b); Weft.delay(java.time.Duration.ofMillis(50)); return thread(); });
    Task<String> came = Weft.start(b, () -> { Weft.switchTo(a); Weft.delay(java.time.Duration.ofDays(1)); return thread(); });
    while (!Kit.left(a).contains("tasks 1")) Thread.sleep(1);
    a.close();
    Kit.same(left.get(), "loop-b");
    Kit.check(came.isCancelled(), "not cancelled");
    Kit.check(Kit.failureOf(Weft.start(b, () -> Weft.switchTo(a))) instanceof RejectedExecutionException, "moved to a closed loop");

    // Netty
    var group = new MultiThreadIoEventLoopGroup(1, new io.netty.util.concurrent.DefaultThreadFactory("netty"), NioIoHandler.newFactory());
    io.netty.channel.EventLoop nettyLoop = group.next();
    Scheduler netty = nettyLoop::execute;
    Weft.run(netty, () -> staysAtHome("netty"));
    Kit.same(Weft.run(b, () -> tour(netty, b)), List.of("netty-1", "netty-1", "loop-b", "loop-b"));
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    Kit.check(Kit.failure(() -> Weft.run(netty, () -> 1)) instanceof RejectedExecutionException, "a dead Netty loop took work");

    // Vert.x
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    Scheduler vert = step -> context.runOnContext(unused -> step.run());
    Weft.run(vert, () -> staysAtHome("vert.x-eventloop-thread"));
    Weft.run(vert, () -> {
      await(vertx.timer(1, TimeUnit.MILLISECONDS).toCompletionStage());
      Kit.check(Vertx.currentContext() == context, "lost the context");
    });
    vertx.close().toCompletionStage().toCompletableFuture().get();

    // threads of one's own: JavaFX's Platform.runLater has this shape
    Scheduler awt = Schedulers.awt();
    Weft.run(awt, () -> {
      Kit.check(SwingUtilities.isEventDispatchThread(), thread());
      await(foreign());
      Kit.check(SwingUtilities.isEventDispatchThread(), thread());
    });
    Throwable blocks = Kit.failure(() -> Weft.run(awt, () -> Task.completer().task().get()));
    Kit.check(blocks.getMessage().contains("would block AWT's event thread"), blocks);

    if (Runtime.version().feature() >= 21) {
      Scheduler virtual = Schedulers.virtualThreads();
      Weft.run(virtual, () -> {
        Kit.check((boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()), thread());
        await(foreign());
        Kit.check((boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()), thread());
      });
    } else {
      Kit.check(Kit.failure(Schedulers::virtualThreads).getMessage().contains("need JDK 21"), "no complaint");
    }
    b.close();
    System.out.println("all well");
    System.exit(0);
  }
}
