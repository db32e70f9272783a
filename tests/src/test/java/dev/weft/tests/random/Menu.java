package dev.weft.tests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A weighted choice of texts, of which only the chosen one is written. */
final class Menu {

  private record Dish(int weight, Supplier<String> text) {}

  private final Dice dice;
  private final List<Dish> dishes = new ArrayList<>();
  private int weights;

  Menu(Dice dice) {
    this.dice = dice;
  }

  /** Offers a text, the likelier the greater its weight. */
  Menu with(int weight, Supplier<String> text) {
    dishes.add(new Dish(weight, text));
    weights += weight;
    return this;
  }

  /** The same, if the text is possible at this place. */
  Menu with(boolean possible, int weight, Supplier<String> text) {
    return possible ? with(weight, text) : this;
  }

  /** The chosen text. */
  String choose() {
    int left = dice.below(weights);
    for (Dish each : dishes) {
      left -= each.weight();
      if (left < 0) {
        return each.text().get();
      }
    }
    throw new IllegalStateException("nothing to choose from");
  }
}
