import static dev.weft.Weft.await;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLatch;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Calls that block, in coroutines and elsewhere. */
class Blocking {

  @Async
  static void jdk(Future<String> future, LinkedBlockingQueue<String> queue, EventLoop loop)
      throws Exception {
    Thread.sleep(10);
    future.get();
    new CompletableFuture<String>().join();
    new CompletableFuture<String>().get(1, TimeUnit.SECONDS);
    new CountDownLatch(1).await();
    queue.take();
    queue.poll(1, TimeUnit.SECONDS);
    queue.poll();
    new Semaphore(1).tryAcquire();
    new Semaphore(1).acquire();
    queue.wait();
    new ProcessBuilder("ls").start().waitFor();
    new Socket("localhost", 80);
    new Socket();
    Weft.run(loop, () -> "x");
    Task.completed(1).get();
    new AsyncLatch(1).await();
    new ReentrantLock().lock();
  }

  @Async
  static void jdbc(Connection connection, PreparedStatement statement) throws Exception {
    connection.commit();
    statement.executeQuery();
    statement.executeUpdate("drop table t");
    statement.setInt(1, 2);
  }

  @Async
  static void elsewhere(List<CompletableFuture<String>> all) throws Exception {
    Weft.blocking(() -> {
      Thread.sleep(10);
      return "x";
    });
    await(CompletableFuture.allOf().thenApply(v -> all.get(0).join()));
    Runnable later = () -> all.get(0).join();
  }

  static void ordinary() throws Exception {
    Thread.sleep(10);
    Weft.start(() -> {
      Thread.sleep(10);
    });
  }

  @Async
  static Generator<String> generator(BlockingQueue<String> queue) throws Exception {
    Weft.emit(queue.take()); // on the thread of whoever asks
    return null;
  }

  @Async
  static AsyncGenerator<String> asynchronous(BlockingQueue<String> queue) throws Exception {
    Weft.emit(queue.take());
    return null;
  }

  @Async
  @SuppressWarnings("weft:blocking")
  static void onPurpose() throws Exception {
    Thread.sleep(10);
  }
}
