package dev.weft.junit.guide;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import dev.weft.junit.RunsOn;
import dev.weft.junit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The guide's program on virtual time. */
public class TimeGuide {

  static final class Retry {
    @Async
    static <T> T every(Duration pause, AsyncCallable<T> what) throws Exception {
      while (true) {
        try {
          return what.call();
        } catch (IOException again) {
          Weft.delay(pause);
        }
      }
    }
  }

  @AsyncTests(on = RunsOn.VIRTUAL_TIME)
  public static class RetryTest {
    private int calls;

    @Test
    @Async
    void triesOnceAnHour(VirtualTime time) throws Exception {
      Task<String> answer =
          Weft.start(
              () ->
                  Retry.every(
                      Duration.ofHours(1),
                      () -> {
                        if (++calls < 4) throw new IOException();
                        return "at last";
                      }));
      Weft.delay(Duration.ofMinutes(61)); // takes no time
      assertEquals(2, calls);
      assertEquals("at last", await(answer));
      assertEquals(Duration.ofHours(3), time.elapsed());
    }
  }
}
