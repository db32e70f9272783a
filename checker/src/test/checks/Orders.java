import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.List;
import java.util.concurrent.Future;

/** What the guide shows. */
class Orders {

  private final Task<Integer> rate = Task.<Integer>completer().task();
  private final int first;

  Orders() {
    first = await(rate);
  }

  @Async
  Task<Integer> price(String item) {
    return Task.completed(item.length() * await(rate));
  }

  int total(List<String> items) {
    int[] sum = {0};
    items.forEach(item -> sum[0] += await(price(item)));
    return sum[0] + await(rate);
  }

  @Async
  Generator<Integer> prices(List<String> items) {
    for (String item : items) {
      emit(await(price(item)));
    }
    return null;
  }

  @Async
  Task<Integer> emitting() {
    emit(1);
    return rate;
  }

  void ordinary() {
    emit(1);
  }

  @Async
  int guarded() {
    synchronized (this) {
      return await(rate);
    }
  }

  @Async
  synchronized int guardedMethod() {
    return await(rate);
  }

  @Async
  synchronized Generator<Integer> guardedGenerator() {
    emit(1);
    return null;
  }

  @Async
  void dropping() {
    price("tea");
  }

  @Async
  int blocking(Future<Integer> answer) throws Exception {
    return answer.get();
  }

  @Async
  static AsyncGenerator<Integer> rows() {
    try {
      emit(1);
    } finally {
      Weft.yieldNow();
    }
    return null;
  }

  @Async
  static int firstRow() {
    for (int row : rows()) {
      return row;
    }
    return 0;
  }

  static int row() {
    return firstRow();
  }

  @Async
  native int inC();
}
