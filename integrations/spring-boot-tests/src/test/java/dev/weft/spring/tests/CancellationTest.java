package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;

/** What becomes of coroutines whose clients have gone away, or whose time is over. */
class CancellationTest {

  private static final int PATIENCE = 60; // seconds

  /**
   * Tomcat notices only by writing that a client has gone, so there it is its time that is over.
   */
  @ParameterizedTest
  @CsvSource({"/hangs", "/task/hangs"})
  void aRequestWhoseTimeIsOverCancelsItsCoroutine(String path) throws Exception {
    try (TestApplication app =
        TestApplication.start(
            WebApplicationType.SERVLET,
            HandlersTest.App.class,
            "spring.mvc.async.request-timeout=50ms")) {
      HttpResponse<String> response = app.get(path);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(app.bean(Handlers.class).ended.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"/hangs", "/task/hangs"})
  void aClientThatGoesAwayCancelsItsCoroutine(String path) throws Exception {
    try (TestApplication app =
        TestApplication.start(WebApplicationType.REACTIVE, HandlersTest.App.class)) {
      Handlers handlers = app.bean(Handlers.class);
      CompletableFuture<HttpResponse<String>> response = app.begin(path);
      assertThat(handlers.hanging.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      assertThat(response.cancel(true)).isTrue();
      assertThat(handlers.ended.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void aClientThatGoesAwayEndsTheGenerator(WebApplicationType type) throws Exception {
    try (TestApplication app = TestApplication.start(type, HandlersTest.App.class)) {
      try (InputStream body = app.begin("/endless", BodyHandlers.ofInputStream()).get().body()) {
        assertThat(body.readNBytes(20)).hasSize(20);
      }
      assertThat(app.bean(Handlers.class).ended.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void requestsInFlightAreServedBeforeTheLoopsClose() throws Exception {
    try (TestApplication app =
        TestApplication.start(
            WebApplicationType.SERVLET, HandlersTest.App.class, "weft.name=in-flight")) {
      Handlers handlers = app.bean(Handlers.class);
      CompletableFuture<HttpResponse<String>> response = app.begin("/gate/last");
      while (handlers.waiting.isEmpty()) {
        Thread.sleep(1);
      }
      var closing = new Thread(app::closeContext);
      closing.start();
      while (app.isAccepting()) {
        Thread.sleep(1);
      }
      assertThat(handlers.gate.complete("was served")).isTrue();
      assertThat(response.get().body()).isEqualTo("last was served");
      closing.join();
      assertThat(threads()).noneMatch(name -> name.startsWith("in-flight"));
    }
  }

  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }
}
