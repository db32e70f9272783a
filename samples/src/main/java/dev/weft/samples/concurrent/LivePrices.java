package dev.weft.samples.concurrent;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A {@link PriceFeed} with one subscriber that keeps up, and two slow ones. */
@Command(
    name = "LivePrices",
    description = "A price feed: a journal gets every price, a chart and a sign the newest.")
public final class LivePrices extends ConcurrentSample {

  @Option(names = "--prices", defaultValue = "500", description = "how many there are")
  private int count;

  @Option(names = "--every", defaultValue = "2", description = "how often one comes, in ms")
  private int every;

  @Option(names = "--drawing", defaultValue = "50", description = "how slow the chart is, in ms")
  private int drawing;

  @Option(names = "--live", description = "print what the chart and the sign show")
  private boolean live;

  private final PriceFeed feed = new PriceFeed(16);
  private final Shown journal = new Shown("the journal");
  private final Shown chart = new Shown("the chart");
  private final Shown sign = new Shown("the sign");

  /** What one subscriber has seen. */
  private record Shown(String name, AtomicInteger prices, AtomicInteger last) {
    Shown(String name) {
      this(name, new AtomicInteger(), new AtomicInteger());
    }

    void add(Price price) {
      prices.incrementAndGet();
      last.set(price.number());
    }

    void tell() {
      say("%s has seen %,d prices, the last was number %,d", name, prices.get(), last.get());
    }
  }

  /** Ends with the last price. */
  public static void main(String[] args) {
    main(new LivePrices(), args);
  }

  @Async
  @Override
  void run() {
    try (var scope = TaskScope.open()) {
      var forJournal = feed.subscribe(); // before the first price
      var forChart = feed.subscribe();
      var unusedJournal = scope.fork(() -> feed.all(forJournal, price -> journal.add(price)));
      var unusedChart = scope.fork(() -> feed.conflated(forChart, price -> show(chart, price)));
      var unusedSign = scope.fork(() -> feed.watch(price -> show(sign, price)));
      publishAll();
      scope.join();
    }
    journal.tell();
    chart.tell();
    sign.tell();
    say("the chart has missed %,d", feed.dropped());
  }

  @Async
  private void publishAll() {
    int cents = 10_000;
    for (int number = 1; number <= count; number++) {
      Weft.delay(Duration.ofMillis(every));
      cents += number * 7919 % 21 - 10;
      feed.publish(new Price(number, cents, number == count));
    }
  }

  @Async
  private void show(Shown where, Price price) {
    where.add(price);
    if (live) {
      say("%s: %.2f", where.name(), price.cents() / 100.0);
    }
    Weft.delay(Duration.ofMillis(drawing));
  }
}
