package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class WebFluxTest extends HandlersTest {

  WebFluxTest() {
    super(WebApplicationType.REACTIVE);
  }

  @Test
  void ordinaryMethodsMayNotBlockReactorsThreads() throws Exception {
    assertThat(app.text("/ordinary")).contains("Reactor's thread ", "Handlers.java:");
  }
}
