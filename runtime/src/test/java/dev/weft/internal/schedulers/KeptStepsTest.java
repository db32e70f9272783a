package dev.weft.internal.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The thread that looks for steps that are kept for long. */
class KeptStepsTest {

  @Test
  void theThreadThatLooksKeepsNothingOfWhoeverStartsIt() throws Exception {
    var thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var own = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(own);
      assertThat(KeptSteps.thread(() -> {}).getContextClassLoader())
          .isSameAs(ClassLoader.getSystemClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
