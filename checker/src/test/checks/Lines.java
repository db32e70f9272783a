import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.function.Supplier;

/** Calls that are broken into lines, one to each method. */
class Lines {

  private final Task<Integer> task = Task.<Integer>completer().task();

  @Async
  Lines self() {
    return this;
  }

  @Async
  static Task<Integer> started(int number) {
    return Task.completed(number);
  }

  @Async
  static AsyncGenerator<Integer> elements() {
    emit(1);
    return null;
  }

  @Async
  synchronized int awaited() {
    return 1
        + Weft
            .await(
                task);
  }

  @Async
  synchronized int started() {
    int result =
        await(
            started(
                1));
    return result;
  }

  @Async
  synchronized int startedInParentheses() {
    return await(
        (
            started(2)));
  }

  @Async
  synchronized Object called() {
    return this
        .self()
        .hashCode();
  }

  @Async
  synchronized Object calledWithArguments() {
    return String.valueOf(
        self(
        ));
  }

  @Async
  int inBlock(Object lock) {
    synchronized (
        lock) {
      return
          await(task);
    }
  }

  @Async
  synchronized void loop() {
    for (int each
        : elements()) {
      System.out.println(each);
    }
  }

  Supplier<Task<Integer>> lambda(Object lock) {
    return () -> {
      synchronized (lock) {
        return Task.completed(
            await(task));
      }
    };
  }

  @Async
  synchronized
  Generator<Integer> generator() {
    for (int i = 0;
        i < 3;
        i++) {
      emit(i);
    }
    return null;
  }

  @Async
  Generator<Integer> awaiting() {
    emit(
        await(
            task));
    return null;
  }
}
