package generators;

import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.Generator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * Generators that run without a driver, and those that come to need one: by a helper that emits, by
 * another generator, by being closed, in the middle of a loop and back again.
 */
public final class GeneratorSteps {

  @Async
  private static void emitTwice(String text) {
    emit(text);
    emit(text);
  }

  /** Alone, driven for the length of a helper's call, and alone again. */
  @Async
  private static Generator<String> inTurns(int n) {
    for (int i = 0; i < n; i++) {
      emit("own " + i);
      if (i % 2 == 1) {
        emitTwice("helper " + i);
      }
    }
    return null;
  }

  /** The helper of a helper that does not emit leaves a carrier, but no frame. */
  @Async
  private static int silent(int i) {
    if (i > 100) {
      emit("never");
    }
    return i;
  }

  @Async
  private static Generator<String> withSilentHelper(int n) {
    for (int i = 0; i < n; i++) {
      emit("before " + silent(i));
      emit("after");
    }
    return null;
  }

  @Async
  private static Generator<String> closedIn(Probe p, boolean needsDriver) {
    try {
      emit("first");
      if (needsDriver) {
        emitTwice("from helper");
      }
      emit("last");
    } catch (IllegalStateException unexpected) {
      p.log(unexpected);
    } finally {
      p.log("finally");
    }
    return null;
  }

  /** What lies below an emit on the operand stack, and long and double beside it. */
  @Async
  private static Generator<Object> wide(long a, double b) {
    long sum = a + emitted(a);
    emit(sum);
    double product = b * emitted(b) + sum;
    emit(product);
    return null;
  }

  @Async
  private static long emitted(double value) {
    emit(value);
    return (long) value;
  }

  @Async
  private static Generator<Integer> count(int from, int to) {
    for (int i = from; i < to; i++) {
      emit(i);
    }
    return null;
  }

  /** One that has begun alone, or has an element ready, becomes part of another. */
  @Async
  private static Generator<Integer> joined(Generator<Integer> begun, Generator<Integer> ready) {
    emit(-1);
    emitAll(begun);
    emit(-2);
    emitAll(ready);
    emit(-3);
    return count(7, 9);
  }

  @Async
  private static Generator<Integer> failsAfter(int n) {
    for (int i = 0; i < n; i++) {
      emit(i);
    }
    throw new IllegalStateException("after " + n);
  }

  @Async
  private static Generator<Integer> catching(Probe p) {
    try {
      emitAll(failsAfter(2));
    } catch (IllegalStateException e) {
      p.log("caught " + e.getMessage());
      emit(99);
    }
    return null;
  }

  @Async
  private static Generator<Integer> asksItself(List<Generator<Integer>> self) {
    emit(1);
    emit(self.get(0).hasNext() ? 2 : 3);
    return null;
  }

  private static <T> List<T> all(Generator<T> generator) {
    List<T> list = new ArrayList<>();
    generator.forEachRemaining(list::add);
    return list;
  }

  public static Object run(Probe p) {
    p.log("" + all(inTurns(4)));
    p.log("" + all(withSilentHelper(2)));
    p.log("" + all(wide(2, 1.5)));
    Generator<Integer> begun = count(0, 3);
    begun.next();
    Generator<Integer> ready = count(10, 12);
    p.log(ready.hasNext());
    p.log("" + all(joined(begun, ready)));
    p.log(begun.hasNext() || ready.hasNext());
    p.log("" + all(catching(p)));
    failure(p);
    for (int taken = 0; taken < 4; taken++) {
      close(p, taken, false);
      close(p, taken, true);
    }
    reentrant(p);
    return "done";
  }

  private static void failure(Probe p) {
    Generator<Integer> failing = failsAfter(1);
    p.log(failing.next());
    try {
      p.log(failing.hasNext());
    } catch (IllegalStateException e) {
      p.log(e.getMessage() + " " + failing.hasNext());
    }
  }

  private static void close(Probe p, int taken, boolean needsDriver) {
    Generator<String> generator = closedIn(p, needsDriver);
    for (int i = 0; i < taken && generator.hasNext(); i++) {
      p.log(generator.next());
    }
    generator.close();
    p.log(generator.hasNext());
  }

  private static void reentrant(Probe p) {
    List<Generator<Integer>> self = new ArrayList<>();
    self.add(asksItself(self));
    p.log(self.get(0).next());
    try {
      self.get(0).next();
    } catch (IllegalStateException e) {
      p.log(e.getMessage() + " " + self.get(0).hasNext());
    }
  }

  public static Object expected(Probe p) {
    p.log("[own 0, own 1, helper 1, helper 1, own 2, own 3, helper 3, helper 3]");
    p.log("[before 0, after, before 1, after]");
    p.log("[2.0, 4, 1.5, 5.5]");
    p.log(true);
    p.log("[-1, 1, 2, -2, 10, 11, -3, 7, 8]");
    p.log(false);
    p.log("caught after 2");
    p.log("[0, 1, 99]");
    p.log(0);
    p.log("after 1 false");
    String[] alone = {"first", "last"};
    String[] driven = {"first", "from helper", "from helper", "last"};
    for (int taken = 0; taken < 4; taken++) {
      closed(p, taken, alone);
      closed(p, taken, driven);
    }
    p.log(1);
    p.log("the generator asks itself for its next element false");
    return "done";
  }

  private static void closed(Probe p, int taken, String... elements) {
    for (int i = 0; i < taken && i < elements.length; i++) {
      p.log(elements[i]);
    }
    if (taken > 0) {
      p.log("finally");
    }
    p.log(false);
  }
}
