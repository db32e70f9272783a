package dev.weft.samples.concurrent;

import dev.weft.AsyncConsumer;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Broadcast;
import dev.weft.concurrent.Broadcast.OnOverflow;
import dev.weft.concurrent.Broadcast.Subscription;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.StateValue;
import dev.weft.concurrent.TaskScope;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells prices to who wants all of them, and to who wants the newest only.
 *
 * <ul>
 *   <li>{@link #all}: every price, in order. A subscriber that is slower than the feed holds it up.
 *   <li>{@link #conflated}: for slow ones. Whenever the subscriber is free it gets the newest
 *       price; what came in between is dropped. It holds up nobody.
 *   <li>{@link #watch}: the same without a queue, for who wants to know the present price.
 * </ul>
 */
final class PriceFeed {

  private final Broadcast<Price> prices;
  private final StateValue<Price> present = new StateValue<>(Price.NONE);
  private final AtomicInteger dropped = new AtomicInteger();

  /**
   * A feed that nobody listens to.
   *
   * @param room how many prices wait for a subscriber before they hold up the feed
   */
  PriceFeed(int room) {
    prices = new Broadcast<>(room, OnOverflow.SUSPEND);
  }

  /** Tells a price to all; waits while one who wants them all has no room. */
  @Async
  void publish(Price price) {
    present.set(price);
    prices.publish(price);
    if (price.last()) {
      prices.close();
    }
  }

  /** Subscribes; what is published after this call is in the subscription. */
  Subscription<Price> subscribe() {
    return prices.subscribe();
  }

  /** Gives every price to {@code subscriber}, until the last one. */
  @Async
  void all(Subscription<Price> subscription, AsyncConsumer<Price> subscriber) {
    try (subscription) {
      for (Price price : subscription) {
        subscriber.accept(price);
      }
    }
  }

  /** Gives the newest price to {@code subscriber} whenever it is free, until the last one. */
  @Async
  void conflated(Subscription<Price> subscription, AsyncConsumer<Price> subscriber) {
    Channel<Price> newest = Channel.latest(price -> dropped.incrementAndGet());
    try (var scope = TaskScope.open()) {
      var unused = scope.fork(() -> pass(subscription, newest));
      for (Price price : newest) { // suspends until there is one
        subscriber.accept(price);
      }
      scope.join();
    }
  }

  /** Never slow, whoever receives: the channel takes a price at once, in place of an older one. */
  @Async
  private void pass(Subscription<Price> subscription, Channel<Price> newest) {
    all(subscription, price -> newest.send(price));
    newest.close();
  }

  /**
   * Gives the present price to {@code subscriber}, and whenever it is free and the price another.
   */
  @Async
  void watch(AsyncConsumer<Price> subscriber) {
    Price seen = Price.NONE;
    while (!seen.last()) {
      seen = present.awaitNext(seen);
      subscriber.accept(seen);
    }
  }

  /** How many prices slow subscribers have not seen. */
  int dropped() {
    return dropped.get();
  }
}
