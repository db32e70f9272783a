import static dev.weft.Weft.await;

import dev.weft.AsyncRunnable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import java.util.concurrent.CompletableFuture;

/** Tasks that are started and dropped, and others that are not. */
class Dropped {

  @Async
  static Task<Integer> price(String item) {
    return Task.completed(item.length());
  }

  @Async
  static CompletableFuture<Void> send() {
    return CompletableFuture.completedFuture(null);
  }

  static CompletableFuture<Void> ordinary() {
    return new CompletableFuture<>();
  }

  @Async
  static void drops() {
    price("tea");
    send();
    Weft.start(() -> await(price("coffee")));
    price("milk").withName("milk");
    AsyncRunnable body = () -> price("sugar");
  }

  @Async
  static int keeps() {
    var unused = price("tea");
    await(price("tea"));
    ordinary();
    unused.cancel(true);
    try (var scope = TaskScope.open()) {
      scope.fork(() -> price("tea"));
      scope.join();
    }
    @SuppressWarnings("weft:dropped")
    Runnable notHere = () -> price("tea");
    return await(unused);
  }

  static void ordinaryCode() {
    price("tea");
  }

  @Async
  @SuppressWarnings("weft:dropped")
  static void onPurpose() {
    price("tea");
  }
}
