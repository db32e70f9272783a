package dev.weft.samples.concurrent;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Philosophers at a {@link Table}, who starve or do not, according to their manners. */
@Command(
    name = "Philosophers",
    description = "Dining philosophers; with --manner=GREEDY they wait for each other.")
public final class Philosophers extends ConcurrentSample {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @Option(names = "--guests", defaultValue = "5", description = "how many, at least 2")
  private int guests;

  @Option(names = "--meals", defaultValue = "20", description = "how often each eats")
  private int meals;

  @Option(names = "--manner", defaultValue = "ORDERED", description = "${COMPLETION-CANDIDATES}")
  private Manner manner = Manner.ORDERED;

  /** Ends when all have eaten, or wait for each other. */
  public static void main(String[] args) {
    main(new Philosophers(), args);
  }

  @Async
  @Override
  void run() {
    var eaten = new AtomicIntegerArray(guests);
    var table =
        new Table(
            guests,
            manner,
            () -> Weft.delay(MOMENT),
            philosopher -> {
              Weft.delay(MOMENT);
              eaten.incrementAndGet(philosopher);
            });
    try {
      table.dinner(meals);
      say("all are full");
    } catch (Table.DeadlockException deadlock) {
      say("%s", String.valueOf(deadlock.getMessage()));
    }
    say("meals: %s; all forks are %s", eaten, table.isCleared() ? "back" : "NOT BACK");
  }
}
