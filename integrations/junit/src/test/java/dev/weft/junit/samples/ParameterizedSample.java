package dev.weft.junit.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.junit.AsyncTests;
import dev.weft.junit.RunsOn;
import dev.weft.junit.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments, primitive ones among them, beside one of ours. */
@AsyncTests(on = RunsOn.VIRTUAL_TIME)
public class ParameterizedSample {

  @ParameterizedTest
  @CsvSource({"one,1,1.5,true", "two,2,3.0,true"})
  @Async
  void arguments(String name, long number, double half, boolean isTrue, VirtualTime time) {
    Weft.delay(Duration.ofDays(number));
    assertEquals(name.equals("one") ? 1 : 2, number);
    assertEquals(number * 1.5, half);
    assertTrue(isTrue);
    assertEquals(Duration.ofDays(number), time.elapsed());
  }
}
