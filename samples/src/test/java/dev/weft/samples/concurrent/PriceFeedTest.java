package dev.weft.samples.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncEvent;
import dev.weft.concurrent.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PriceFeedTest {

  private static final int COUNT = 100;
  private static final List<Integer> ALL = IntStream.rangeClosed(1, COUNT).boxed().toList();

  private final List<Integer> fast = new ArrayList<>();
  private final List<Integer> slow = new ArrayList<>();
  private final List<Integer> watched = new ArrayList<>();
  private final AtomicInteger published = new AtomicInteger();

  @Async
  private void publishAll(PriceFeed feed) {
    for (int number = 1; number <= COUNT; number++) {
      feed.publish(new Price(number, 100 * number, number == COUNT));
      published.incrementAndGet();
    }
  }

  /** One fast subscriber, and two that are held up until they may go on. */
  @Async
  private void tellAll(PriceFeed feed, AsyncEvent mayGoOn) {
    try (var scope = TaskScope.open()) {
      var forFast = feed.subscribe();
      var forSlow = feed.subscribe();
      var unusedFast = scope.fork(() -> feed.all(forFast, price -> fast.add(price.number())));
      var unusedSlow =
          scope.fork(
              () ->
                  feed.conflated(
                      forSlow,
                      price -> {
                        slow.add(price.number());
                        mayGoOn.await();
                      }));
      var unusedWatcher =
          scope.fork(
              () ->
                  feed.watch(
                      price -> {
                        watched.add(price.number());
                        mayGoOn.await();
                      }));
      publishAll(feed);
      scope.join();
    }
  }

  @Test
  void slowOnesHoldUpNobodyAndMissWhatIsOld() {
    var scheduler = Schedulers.manual();
    var feed = new PriceFeed(4);
    var mayGoOn = new AsyncEvent();

    Task<?> all = Weft.start(scheduler, () -> tellAll(feed, mayGoOn));
    scheduler.run(); // as far as it goes

    assertThat(published).hasValue(COUNT);
    assertThat(fast).isEqualTo(ALL);
    assertThat(slow).containsExactly(1);
    assertThat(watched).hasSize(1);

    mayGoOn.set();
    scheduler.run();

    assertThat(all.state()).isEqualTo(Task.State.SUCCESS);
    assertThat(slow).containsExactly(1, COUNT);
    assertThat(feed.dropped()).isEqualTo(COUNT - 2);
    assertThat(watched).hasSize(2).endsWith(COUNT);
  }

  @Test
  void whoWantsAllAndIsSlowHoldsUpTheFeed() {
    var scheduler = Schedulers.manual();
    var feed = new PriceFeed(2);
    var subscription = feed.subscribe();

    Task<?> all = Weft.start(scheduler, () -> publishAll(feed));
    scheduler.run();
    assertThat(published).hasValue(2);

    assertThat(subscription.tryReceive()).isEqualTo(new Price(1, 100, false));
    scheduler.run();
    assertThat(published).hasValue(3);

    subscription.close(); // nobody has to be waited for any more
    scheduler.run();
    assertThat(all.state()).isEqualTo(Task.State.SUCCESS);
    assertThat(published).hasValue(COUNT);
  }

  @TestFactory
  List<DynamicTest> allSeeTheLastPrice() {
    return Both.run(
        () -> {
          fast.clear();
          slow.clear();
          watched.clear();
          var feed = new PriceFeed(4);
          var mayGoOn = new AsyncEvent();
          mayGoOn.set(); // nobody is held up, so who sees what is a matter of chance

          tellAll(feed, mayGoOn);

          assertThat(fast).isEqualTo(ALL);
          assertThat(slow).isSorted().doesNotHaveDuplicates().endsWith(COUNT);
          assertThat(slow.size() + feed.dropped()).isEqualTo(COUNT);
          assertThat(watched).isSorted().doesNotHaveDuplicates().endsWith(COUNT);
        });
  }
}
