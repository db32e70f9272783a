package asyncgenerators;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.AsyncIterator;
import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The plain {@code for} over async generators, and over what else has an async iterator. */
public final class ForLoops {

  @Async
  private static AsyncGenerator<Integer> count(Probe p, int n) {
    for (int i = 0; i < n; i++) {
      emit(await(p.later(i)));
    }
    return null;
  }

  /** An iterator and an iterable of the program's own. */
  private static final class Down implements AsyncIterator<String> {
    private final Probe p;
    private int left;

    Down(Probe p, int from) {
      this.p = p;
      left = from;
    }

    @Override
    public boolean hasNext() {
      return await(p.later(left > 0));
    }

    @Override
    public String next() {
      return "down " + await(p.later(left--));
    }
  }

  private record Countdown(Probe p, int from) implements Iterable<String> {
    @Override
    public Down iterator() {
      return new Down(p, from);
    }
  }

  @Async
  private static int nested(Probe p) {
    int sum = 0;
    outer:
    for (int a : count(p, 4)) {
      for (int b : List.of(1, 2)) { // an ordinary one, whose variables may share slots
        sum += b;
      }
      for (int b : count(p, a)) {
        if (b == 2) {
          continue outer;
        }
        sum += 10 * b * await(p.later(a));
      }
      if (a == 3) {
        break;
      }
    }
    return sum;
  }

  @Async
  private static <T extends Iterable<String>> List<String> generic(T elements, Countdown known) {
    List<String> all = new ArrayList<>();
    for (String each : known) {
      all.add(each);
    }
    for (String each : elements) { // declared to have a plain iterator
      all.add(each);
    }
    return all;
  }

  /** A variable that holds an iterator of either sort is left alone. */
  private static boolean either(boolean async, Probe p) {
    Iterator<String> it = async ? new Down(p, 0) : List.of("x").iterator();
    return it.hasNext();
  }

  @Async
  private static AsyncGenerator<String> mapped(Probe p) {
    for (int each : count(p, 3)) {
      emit("m" + each);
    }
    return null;
  }

  private static Task<Integer> sum(Probe p) {
    return started(
        () -> {
          int sum = 0;
          for (int each : count(p, 5)) { // a lambda that is a coroutine for this loop only
            sum += each;
          }
          return Task.completed(sum);
        });
  }

  private interface Body {
    Task<Integer> begin();
  }

  private static Task<Integer> started(Body body) {
    return body.begin();
  }

  @Async
  public static Object run(Probe p) {
    for (int each : count(p, 3)) {
      p.log(each);
    }
    p.log(nested(p));
    p.log(generic(List.of("a", "b"), new Countdown(p, 2)));
    p.log(either(false, p));
    for (String each : mapped(p)) {
      p.log(each);
    }
    p.log(await(sum(p)));
    AsyncGenerator<Integer> once = count(p, 1);
    for (int each : once) {
      p.log(each);
    }
    try {
      for (int each : once) {
        p.log(each);
      }
    } catch (IllegalStateException again) {
      p.log(again.getMessage().split(";")[0]);
    }
    return null;
  }

  public static Object expected(Probe p) {
    p.log(0);
    p.log(1);
    p.log(2);
    p.log(12 + 10 * 2 + 10 * 3);
    p.log(new ArrayList<>(List.of("down 2", "down 1", "a", "b")));
    p.log(true);
    p.log("m0");
    p.log("m1");
    p.log("m2");
    p.log(10);
    p.log(0);
    p.log("an async generator can be iterated once");
    return null;
  }
}
