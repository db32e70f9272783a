package dev.weft.tests.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A future that is certainly pending when it is awaited: its completion only begins once somebody
 * waits for it.
 */
final class ReluctantFuture<T> extends CompletableFuture<T> {

  private final Consumer<CompletableFuture<T>> begin;
  private final AtomicBoolean begun = new AtomicBoolean();

  ReluctantFuture(Consumer<CompletableFuture<T>> begin) {
    this.begin = begin;
  }

  @Override
  public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    CompletableFuture<T> next = super.whenComplete(action);
    beginOnce();
    return next;
  }

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> action) {
    CompletableFuture<U> next = super.handle(action);
    beginOnce();
    return next;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  private void beginOnce() {
    if (begun.compareAndSet(false, true)) {
      begin.accept(this);
    }
  }
}
