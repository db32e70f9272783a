package dev.weft.internal.loop;

import org.openjdk.jcstress.annotations.State;

/**
 * A queue whose next places lie in the middle of a segment.
 *
 * <p>Tests of it stand three times, once for each kind of place: jcstress inherits no actors, and
 * takes the state from the types of their parameters.
 */
@State
public class Handed {

  /** An element that is not published by itself: its field is plain. */
  static final class Item {
    int number;

    Item(int number) {
      this.number = number;
    }
  }

  final MpscQueue<Item> queue = new MpscQueue<>();

  /** What has come out, as decimal digits in this order. */
  int digits;

  Handed() {}

  /** A queue of which {@code used} places are used up. */
  Handed(int used) {
    var nothing = new Item(0);
    for (int i = 0; i < used; i++) {
      queue.put(nothing);
      queue.take();
    }
  }

  void note(Item item) {
    digits = digits * 10 + item.number;
  }

  void take() {
    Item item = queue.take();
    if (item != null) {
      note(item);
    }
  }

  void takeRest() {
    for (Item item = queue.take(); item != null; item = queue.take()) {
      note(item);
    }
  }
}
