package dev.weft.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code weft.*}.
 *
 * @param loops how many event loops there are; 0 for as many as there are processors
 * @param name how the names of their threads begin
 * @param stallThreshold how long a step may hold a loop before that is logged; nothing is measured
 *     without it
 * @param grace how long coroutines may take to end when the application does
 * @param blockingThreads how many threads each loop may have for {@code EventLoop.offload}
 * @param observe whether coroutines are observed from the start
 */
@ConfigurationProperties("weft")
public record WeftProperties(
    @DefaultValue("0") int loops,
    @DefaultValue("weft") String name,
    @Nullable Duration stallThreshold,
    @DefaultValue("5s") Duration grace,
    @DefaultValue("4") int blockingThreads,
    @DefaultValue("false") boolean observe) {

  /** Checks what no type says. */
  public WeftProperties {
    if (loops < 0) {
      throw new IllegalArgumentException(
          "weft.loops is "
              + loops
              + "; set how many event loops there are to be, or 0 for as many"
              + " as there are processors");
    }
  }

  int numberOfLoops() {
    return loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
  }
}
