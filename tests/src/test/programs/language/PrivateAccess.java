package language;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Private coroutines called across nested classes, by nest mates in both directions. */
public final class PrivateAccess {

  private int hidden = 1;

  private static class Nested {
    private final PrivateAccess outer;
    private long own = 10;

    private Nested(PrivateAccess outer) {
      this.outer = outer;
    }

    @Async
    private long up(Probe p) {
      return own + outer.secret(p, 2) + outer.hidden + await(outer.secretTask(p));
    }

    @Async
    private static String text(Probe p, Nested nested) {
      return "n" + await(p.later(nested.own++)) + nested.own;
    }
  }

  private interface Hidden {
    @Async
    private int one(Probe p) {
      return await(p.later(1));
    }

    @Async
    default int two(Probe p) {
      return one(p) + one(p);
    }
  }

  private enum Single implements Hidden {
    INSTANCE;

    @Async
    private int three(Probe p) {
      return two(p) + ((Hidden) this).one(p);
    }
  }

  @Async
  private int secret(Probe p, int by) {
    return hidden += await(p.later(by));
  }

  @Async
  private Task<Integer> secretTask(Probe p) {
    return Task.completed(hidden * await(p.later(100)));
  }

  @Async
  public static Object run(Probe p) throws Exception {
    Nested nested = new Nested(new PrivateAccess());
    p.log(nested.up(p));
    p.log(Nested.text(p, nested));
    p.log(Single.INSTANCE.three(p));
    return new Object() {
      private int field = 5;

      @Async
      private int anonymous(Probe p) {
        return field + await(p.later(nested.outer.hidden));
      }
    }.anonymous(p);
  }
}
