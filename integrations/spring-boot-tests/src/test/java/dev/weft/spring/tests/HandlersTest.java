package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What MVC and WebFlux have in common. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HandlersTest {

  private static final int REQUESTS = 200;

  private final WebApplicationType type;
  private final Class<?> source;
  TestApplication app;

  HandlersTest(WebApplicationType type, Class<?> source) {
    this.type = type;
    this.source = source;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({Handlers.class, Open.class})
  static class App {}

  @BeforeAll
  void start() {
    app =
        TestApplication.start(
            type,
            source,
            "weft.loops=2",
            "weft.name=handlers",
            "server.tomcat.threads.max=2",
            "spring.mvc.async.request-timeout=60s");
  }

  @AfterAll
  void end() {
    app.close();
  }

  @Test
  void aSuspendingMethodRunsOnALoop() throws Exception {
    assertThat(app.text("/users/7")).isEqualTo("{\"id\":7,\"name\":\"of the bean\"}");
    assertThat(app.text("/thread")).startsWith("handlers-");
  }

  @ParameterizedTest
  @CsvSource({
    "int, 42",
    "long, 9223372036854775807",
    "double, 0.5",
    "boolean, true",
    "boolean?pause=false, true"
  })
  void itMayReturnAPrimitive(String path, String result) throws Exception {
    assertThat(app.text("/primitive/" + path)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/void", "/null"})
  void itMayReturnNothing(String path) throws Exception {
    HttpResponse<String> response = app.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void statusBodyAndHeadersAreAsForAnyMethod() throws Exception {
    HttpResponse<String> created = app.post("/users", "{\"id\":3,\"name\":\"c\"}");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).isEqualTo("{\"id\":3,\"name\":\"c\"}");
    HttpResponse<String> entity = app.get("/entity");
    assertThat(entity.statusCode()).isEqualTo(202);
    assertThat(entity.body()).isEqualTo("[{\"id\":1,\"name\":\"a\"}]");
    assertThat(entity.headers().firstValue("X-Greeting")).hasValue("hello of the bean");
  }

  @Test
  void argumentsAreValidated() throws Exception {
    assertThat(app.text("/limited?n=10")).isEqualTo("n is 10");
    assertThat(app.get("/limited?n=11").statusCode()).isEqualTo(400);
    assertThat(app.get("/limited?n=x").statusCode()).isEqualTo(400);
    assertThat(app.post("/users", "{\"id\":3,\"name\":\"\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void failuresReachTheExceptionHandlerAsTheyAre() throws Exception {
    for (String kind : List.of("suspending", "at-once", "task", "generator")) {
      HttpResponse<String> response = app.get("/fails/" + kind);
      assertThat(response.body()).isEqualTo(kind.replace('-', ' ') + ", of the bean");
      assertThat(response.statusCode()).isEqualTo(418);
    }
    HttpResponse<String> created = app.post("/users", "{\"id\":3,\"name\":\"teapot\"}");
    assertThat(created.body()).isEqualTo("made of 3, of the bean");
    assertThat(created.statusCode()).isEqualTo(418);
  }

  @Test
  void aTaskIsAwaited() throws Exception {
    assertThat(app.text("/task/5")).isEqualTo("{\"id\":5,\"name\":\"of a task\"}");
  }

  @Test
  void aGeneratorIsAStreamOfEventsOrLinesOrAList() throws Exception {
    HttpResponse<String> events = app.get("/events");
    assertThat(events.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(events.body())
        .matches("data: ?1 on handlers-.\n\ndata: ?2 on handlers-.\n\ndata: ?3 on handlers-.\n\n");
    assertThat(app.text("/lines").trim())
        .isEqualTo("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}");
    assertThat(app.text("/list"))
        .isEqualTo("[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]");
  }

  /** Far more requests are in the middle of a handler method than there are threads. */
  @Test
  void requestsThatWaitHoldNoThread() throws Exception {
    Handlers handlers = app.bean(Handlers.class);
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      responses.add(app.begin("/gate/" + i));
    }
    while (handlers.waiting.size() < REQUESTS) {
      Thread.sleep(1);
    }
    assertThat(handlers.gate.complete("went through")).isTrue();
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(responses.get(i).get().body()).isEqualTo(i + " went through");
    }
    handlers.gate = Task.completer();
  }
}
