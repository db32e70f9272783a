package dev.weft.tests.random;

import java.util.List;
import java.util.Random;

/** The choices of one program: the same ones for the same seed. */
final class Dice {

  private final Random random;

  Dice(long seed) {
    random = new Random(seed * 1_000_003);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Something to be filled and then chosen from. */
  Menu menu() {
    return new Menu(this);
  }
}
