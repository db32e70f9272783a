package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class MvcTest extends HandlersTest {

  MvcTest() {
    super(WebApplicationType.SERVLET);
  }

  @Test
  void ordinaryMethodsBlockTheirThread() throws Exception {
    assertThat(app.text("/ordinary")).isEqualTo("blocked");
  }
}
