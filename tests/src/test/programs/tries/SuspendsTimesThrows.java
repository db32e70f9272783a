package tries;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.CompletableFuture;

/** All sixteen ways in which two calls in nested try blocks may suspend and throw. */
public final class SuspendsTimesThrows {

  @Async
  public static Object run(Probe p) throws Exception {
    for (int bits = 0; bits < 16; bits++) {
      p.log(bits + ": " + nested(p, bits));
    }
    return null;
  }

  @Async
  private static int call(Probe p, int number, boolean suspends, boolean fails) throws Exception {
    if (suspends) {
      await(p.later(0));
    } else {
      await(CompletableFuture.completedFuture(0));
    }
    if (fails) {
      throw new Exception("call " + number);
    }
    return number;
  }

  @Async
  private static String nested(Probe p, int bits) {
    StringBuilder seen = new StringBuilder();
    int x = 100;
    try {
      int y = 10;
      try {
        x += call(p, 1, (bits & 1) != 0, (bits & 2) != 0);
        y += x;
      } catch (Exception e) {
        seen.append(e.getMessage()).append(' ');
        x--;
      } finally {
        seen.append("inner finally ").append(x).append(' ');
        y += call(p, 2, (bits & 4) != 0, (bits & 8) != 0);
        seen.append(y).append(' ');
      }
      seen.append("end ").append(y);
    } catch (Exception e) {
      seen.append("outer ").append(e.getMessage()).append(' ').append(x);
    }
    return seen.toString();
  }
}
