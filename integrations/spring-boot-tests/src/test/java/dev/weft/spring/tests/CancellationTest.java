package dev.weft.spring.tests;

import static dev.weft.Weft.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.annotations.Async;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

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

  /** Its method has been called, but what it returns is not there yet. */
  @Test
  void aClientThatGoesAwayWhileTheTaskBeginsCancelsIt() throws Exception {
    try (TestApplication app = TestApplication.start(WebApplicationType.REACTIVE, Leaving.class)) {
      Leaving leaving = app.bean(Leaving.class);
      CompletableFuture<HttpResponse<String>> response = app.begin("/leaving");
      assertThat(leaving.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
      assertThat(response.cancel(true)).isTrue();
      assertThat(leaving.ended.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
  }

  @RestController
  @EnableAutoConfiguration
  @Import(Open.class)
  static class Leaving {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch left = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);

    @Bean
    WebFilter leaves() {
      return (exchange, chain) -> chain.filter(exchange).doFinally(signal -> left.countDown());
    }

    @Async
    @GetMapping("/leaving")
    Task<String> leaving() throws InterruptedException {
      begun.countDown();
      boolean unused = left.await(PATIENCE, TimeUnit.SECONDS);
      try {
        return Task.completed(await(Task.<String>completer().task()));
      } finally {
        ended.countDown();
      }
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
