package dev.weft.samples.concurrent;

import dev.weft.AsyncConsumer;
import dev.weft.AsyncRunnable;
import dev.weft.FrameView;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLatch;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.StateValue;
import dev.weft.concurrent.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Dijkstra's round table: a fork lies between every two philosophers, and each needs two to eat.
 *
 * <p>A fork is a lock. What each philosopher waits for is read from the frames of his coroutine.
 */
final class Table {

  /** Between philosopher {@code number} and the one before. */
  private record Fork(int number, AsyncLock lock) {
    @Override
    public String toString() {
      return "fork " + number;
    }
  }

  /** All wait for each other; the message says who for what, and where. */
  static final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeadlockException(String whoWaits) {
      super("all wait for each other:" + whoWaits);
    }
  }

  private final Manner manner;
  private final AsyncRunnable pause;
  private final AsyncConsumer<Integer> eat;
  private final List<Fork> forks;
  private final AsyncSemaphore waiter;

  /** How many have one fork and not the other one yet. If all have, no fork is left. */
  private final StateValue<Integer> withOneFork = new StateValue<>(0);

  /** Set before anyone may eat, so that whoever sees that all wait sees all of them. */
  private List<Task<?>> guests = List.of();

  /**
   * For one dinner.
   *
   * @param size how many philosophers, at least 2
   * @param pause what each does between the first fork and the second
   * @param eat what each does with both forks; is given the philosopher's number
   */
  Table(int size, Manner manner, AsyncRunnable pause, AsyncConsumer<Integer> eat) {
    this.manner = manner;
    this.pause = pause;
    this.eat = eat;
    forks = IntStream.range(0, size).mapToObj(i -> new Fork(i, new AsyncLock())).toList();
    waiter = new AsyncSemaphore(size - 1);
  }

  /**
   * All eat so many times.
   *
   * @throws DeadlockException if they wait for each other; all forks are on the table then
   */
  @Async
  void dinner(int meals) {
    try (var scope = TaskScope.open()) {
      Task<?> unused = scope.fork(() -> failIfAllWait());
      eatAll(meals);
      scope.cancel(); // nobody is left to watch
      scope.join();
    }
  }

  @Async
  private void eatAll(int meals) {
    try (var scope = TaskScope.open()) {
      var seated = new AsyncLatch(1);
      var all = new ArrayList<Task<?>>();
      for (int i = 0; i < forks.size(); i++) {
        int number = i;
        all.add(scope.fork(() -> dine(number, meals, seated)));
      }
      guests = List.copyOf(all);
      seated.countDown();
      scope.join();
    }
  }

  @Async
  private void dine(int number, int meals, AsyncLatch seated) throws Exception {
    seated.await();
    for (int meal = 0; meal < meals; meal++) {
      Fork left = forks.get(number);
      Fork right = forks.get((number + 1) % forks.size());
      switch (manner) {
        case GREEDY -> eatWith(left, right, number);
        case ORDERED -> {
          boolean leftIsFirst = left.number() < right.number();
          eatWith(leftIsFirst ? left : right, leftIsFirst ? right : left, number);
        }
        case WAITER -> {
          waiter.acquire();
          try {
            eatWith(left, right, number);
          } finally {
            waiter.release();
          }
        }
      }
    }
  }

  /** Who is cancelled puts back what he has: the finally blocks see to that. */
  @Async
  private void eatWith(Fork first, Fork second, int number) throws Exception {
    first.lock().lock();
    try {
      takeSecond(second);
      try {
        eat.accept(number);
      } finally {
        second.lock().unlock();
      }
    } finally {
      first.lock().unlock();
    }
  }

  @Async
  private void takeSecond(Fork second) throws Exception {
    withOneFork.update(n -> n + 1);
    try {
      pause.run();
      second.lock().lock();
    } finally {
      withOneFork.update(n -> n - 1);
    }
  }

  /** Throws what then stops the whole dinner; waits for ever if there is no deadlock. */
  @Async
  private void failIfAllWait() {
    withOneFork.awaitUntil(n -> n == forks.size());
    while (forks.stream().anyMatch(fork -> fork.lock().getQueueLength() == 0)
        || guests.stream().anyMatch(guest -> where(guest).isEmpty())) {
      Weft.yieldNow(); // no fork is left, but some are still on their way into their wait
    }
    throw new DeadlockException(whoWaits());
  }

  /** A line for each philosopher: the call that he is suspended in, and the forks that it keeps. */
  String whoWaits() {
    return IntStream.range(0, guests.size())
        .mapToObj(i -> "\n  philosopher " + i + where(guests.get(i)))
        .collect(Collectors.joining());
  }

  /** The call of {@link #eatWith}, which he is in; the innermost calls are those of the lock. */
  private static String where(Task<?> guest) {
    return guest.frames().stream()
        .filter(frame -> frame.method().equals("eatWith"))
        .map(frame -> ", line " + frame.line() + ": " + forks(frame))
        .collect(Collectors.joining());
  }

  private static String forks(FrameView frame) {
    return frame.saved().stream()
        .filter(variable -> variable.value() instanceof Fork)
        .map(FrameView.Saved::toString)
        .collect(Collectors.joining(", "));
  }

  /** Whether all forks lie on the table. */
  boolean isCleared() {
    return forks.stream().noneMatch(fork -> fork.lock().isLocked());
  }
}
