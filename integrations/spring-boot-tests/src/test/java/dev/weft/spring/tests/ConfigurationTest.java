package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoops;
import dev.weft.Schedulers;
import dev.weft.observe.Coroutines;
import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.autoconfigure.WeftProperties;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Settings, beans of the application's own, and the endpoint. */
class ConfigurationTest {

  @Test
  void settingsAreUsed() {
    try (TestApplication app =
        TestApplication.start(
            WebApplicationType.NONE, Plain.class, "weft.loops=3", "weft.name=mine")) {
      assertThat(app.bean(EventLoops.class).all())
          .extracting(Object::toString)
          .containsExactly("mine-1", "mine-2", "mine-3");
    }
  }

  @Test
  void beansOfTheApplicationComeFirst() throws Exception {
    try (TestApplication app = TestApplication.start(WebApplicationType.SERVLET, Own.class)) {
      assertThat(app.text("/thread")).isEqualTo("one-2");
    }
  }

  @Test
  void allSettingsAreDescribed() throws Exception {
    String metadata;
    try (InputStream in =
        WeftProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (RecordComponent setting : WeftProperties.class.getRecordComponents()) {
      String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      assertThat(metadata).contains("\"name\": \"weft." + name + "\"");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void theEndpointTellsOfCoroutines(WebApplicationType type) throws Exception {
    try (TestApplication app =
        TestApplication.start(
            type,
            HandlersTest.App.class,
            "weft.observe=true",
            "management.endpoints.web.exposure.include=coroutines")) {
      Handlers handlers = app.bean(Handlers.class);
      var response = app.begin("/gate/observed");
      while (handlers.waiting.isEmpty()) {
        Thread.sleep(1);
      }
      HttpResponse<String> json = app.get("/actuator/coroutines", "Accept", "application/json");
      assertThat(json.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/json");
      assertThat(json.body()).startsWith("{").contains("\"Handlers.gate\"");
      HttpResponse<String> text = app.get("/actuator/coroutines", "Accept", "text/plain");
      assertThat(text.body()).doesNotStartWith("{").contains("Handlers.java:");
      assertThat(handlers.gate.complete("and on")).isTrue();
      assertThat(response.get().body()).isEqualTo("observed and on");
    } finally {
      Coroutines.stopObserving();
    }
  }

  @Test
  void theEndpointIsNotThereUnlessItIsExposed() throws Exception {
    try (TestApplication app =
        TestApplication.start(WebApplicationType.SERVLET, HandlersTest.App.class)) {
      assertThat(app.get("/actuator/coroutines").statusCode()).isEqualTo(404);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Plain {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({Handlers.class, Open.class})
  static class Own {
    @Bean
    EventLoops loops() {
      return Schedulers.eventLoopBuilder().name("one").build(2);
    }

    @Bean
    HandlerScheduler scheduler(EventLoops loops) {
      return () -> loops.all().get(1);
    }
  }
}
