package dev.weft.tests.concurrency;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A thread that takes what it is given and resumes it at once: while a coroutine is being suspended
 * that waits for it.
 */
final class Resumer<T> implements AutoCloseable {
  private final AtomicReference<T> given = new AtomicReference<>();
  private final Consumer<T> resume;
  private volatile boolean closed;

  Resumer(Consumer<T> resume) {
    this.resume = resume;
    new Thread(this::run, "resumer").start();
  }

  private void run() {
    while (!closed) {
      T next = given.getAndSet(null);
      if (next != null) {
        resume.accept(next);
      }
    }
  }

  void give(T next) {
    given.set(next);
  }

  @Override
  public void close() {
    closed = true;
  }
}
