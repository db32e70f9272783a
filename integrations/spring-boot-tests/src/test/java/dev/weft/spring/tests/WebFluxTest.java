package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class WebFluxTest extends HandlersTest {

  WebFluxTest() {
    super(WebApplicationType.REACTIVE, OfWebFlux.class);
  }

  @Configuration(proxyBeanMethods = false)
  @Import({App.class, ExchangeHandlers.class})
  static class OfWebFlux {}

  @Test
  void aViewIsGivenTheModel() throws Exception {
    assertThat(app.get("/view").headers().firstValue("Location")).hasValue("/users/7");
    assertThat(app.get("/exchange/view").headers().firstValue("Location")).hasValue("/users/14");
  }

  @Test
  void methodsMayTakeTheExchange() throws Exception {
    assertThat(app.text("/exchange")).isEqualTo("/exchange");
    HttpResponse<String> handled = app.get("/exchange/handled");
    assertThat(handled.statusCode()).isEqualTo(204);
    assertThat(handled.headers().firstValue("X-By")).hasValue("the method");
    HttpResponse<String> failed = app.get("/exchange/fails");
    assertThat(failed.statusCode()).isEqualTo(501);
    assertThat(failed.body()).isEqualTo("/exchange/fails");
  }

  @Test
  void ordinaryMethodsMayNotBlockReactorsThreads() throws Exception {
    assertThat(app.text("/ordinary")).contains("Reactor's thread ", "Handlers.java:");
  }
}
