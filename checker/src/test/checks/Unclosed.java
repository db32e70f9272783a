import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.Iterator;

/** Generators that are left before their end. */
class Unclosed {

  @Async
  static Generator<Integer> releases() {
    try {
      Weft.emit(1);
    } finally {
      System.out.println("released");
    }
    return null;
  }

  @Async
  static AsyncGenerator<Integer> nothingToRelease() {
    Weft.emit(1);
    Weft.emit(2);
    return null;
  }

  @Async
  static AsyncGenerator<Integer> others() {
    return nothingToRelease().filter(n -> n > 1);
  }

  @Async
  static int byHand() {
    var some = releases();
    AsyncGenerator<Integer> words = others().buffer(3);
    if (words.hasNext()) {
      return words.next();
    }
    return some.next();
  }

  @Async
  static int leftLoops() {
    for (int each : releases()) {
      if (each == 1) {
        break;
      }
    }
    for (int each : releases()) {
      for (int i = 0; i < 3; i++) {
        if (i == each) break;
      }
      switch (each) {
        case 1:
          break;
        default:
      }
    }
    for (int each : nothingToRelease()) {
      return each;
    }
    for (int each : releases()) {
      return each;
    }
    return 0;
  }

  @Async
  static Generator<Integer> handled(Iterator<?>[] kept) {
    var nothing = nothingToRelease();
    nothing.next();
    try (var closed = releases()) {
      closed.next();
    }
    var closedByHand = releases();
    closedByHand.next();
    closedByHand.close();
    var toTheEnd = releases();
    while (toTheEnd.hasNext()) {
      toTheEnd.next();
    }
    var loop = releases();
    loop.next();
    for (int each : loop) {
      each++;
    }
    var stored = releases();
    stored.next();
    kept[0] = stored;
    var captured = releases();
    captured.next();
    Runnable closer = () -> captured.close();
    var handedOn = others().map(n -> n + 1);
    handedOn.next();
    handedOn.limit(1).forEach(n -> n.hashCode());
    @SuppressWarnings("weft:unclosed")
    var onPurpose = releases();
    onPurpose.next();
    var unused = releases();
    var returned = releases();
    returned.next();
    return returned;
  }
}
