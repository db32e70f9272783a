package asyncgenerators;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.emitAll;

import dev.weft.AsyncGenerator;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.NoSuchElementException;

/** How bodies end: by failures, by being closed, by emits that nobody asks for. */
public final class EndsOfBodies {

  @Async
  private static AsyncGenerator<Integer> failing(Probe p, String where) throws Exception {
    try {
      emit(1);
      if (where.equals("own")) {
        throw new IllegalArgumentException("own");
      }
      await(p.fail(new java.io.IOException("awaited")));
    } finally {
      p.log("finally " + await(p.later(where)));
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> catching(Probe p) {
    try {
      emit(await(p.later(1)));
    } catch (Throwable closed) {
      await(p.later(0));
      throw new IllegalStateException("in its place");
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> emitting(Probe p) {
    try {
      emit(1);
    } finally {
      try {
        await(p.later(0));
        emit(2);
      } finally {
        p.log("all others run " + await(p.later(3)));
      }
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> stubborn(Probe p) {
    while (true) {
      try {
        emit(1);
      } catch (Throwable never) {
        await(p.later(0));
      }
    }
  }

  @Async
  private static AsyncGenerator<Integer> outer(Probe p) {
    try {
      emitAll(inner(p));
    } finally {
      p.log("outer " + await(p.later(2)));
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> inner(Probe p) {
    try (var more = catchingNothing(p)) {
      for (int each : more) {
        emit(each);
      }
    } finally {
      p.log("inner " + await(p.later(1)));
    }
    return null;
  }

  @Async
  private static AsyncGenerator<Integer> catchingNothing(Probe p) {
    try {
      while (true) {
        emit(await(p.later(5)));
      }
    } finally {
      p.log("innermost");
    }
  }

  @Async
  private static String outcome(Probe p, AsyncGenerator<Integer> elements, boolean closes) {
    try {
      elements.next();
      if (closes) {
        elements.close();
        return "closed " + elements.hasNext();
      }
      return "more " + elements.hasNext();
    } catch (Throwable failure) {
      return failure.toString();
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    AsyncGenerator<Integer> failed = failing(p, "first");
    p.log(outcome(p, failed, false) + failed.hasNext());
    p.log(outcome(p, failing(p, "own"), false));
    p.log(outcome(p, failing(p, "closed"), true));
    p.log(outcome(p, catching(p), true));
    p.log(outcome(p, emitting(p), true));
    p.log(outcome(p, stubborn(p), true));
    p.log(outcome(p, outer(p), true));
    try {
      failed.next();
    } catch (NoSuchElementException end) {
      p.log("no more");
    }
    return null;
  }

  public static Object expected(Probe p) {
    p.log("finally first");
    p.log("java.io.IOException: awaitedfalse");
    p.log("finally own");
    p.log("java.lang.IllegalArgumentException: own");
    p.log("finally closed");
    p.log("closed false");
    p.log("java.lang.IllegalStateException: in its place");
    p.log("all others run 3");
    p.log("java.lang.IllegalStateException: the generator emitted an element while it was closed");
    p.log(
        "java.lang.IllegalStateException: the generator was abandoned while it was closed: it"
            + " caught 100 refusals and went on to emit");
    p.log("innermost");
    p.log("inner 1");
    p.log("outer 2");
    p.log("closed false");
    p.log("no more");
    return null;
  }
}
