package dev.weft.junit.guide;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The guide's program that leaves a coroutine behind. */
@SuppressWarnings("FutureReturnValueIgnored")
public class LeftGuide {

  static final class Statistics {
    @Async
    static void sendEvery(Duration pause) {
      while (true) {
        Weft.delay(pause);
      }
    }
  }

  @AsyncTests
  public static class ServerTest {
    @Test
    @Async
    void starts() {
      Weft.start("statistics", () -> Statistics.sendEvery(Duration.ofSeconds(10)));
    }
  }
}
