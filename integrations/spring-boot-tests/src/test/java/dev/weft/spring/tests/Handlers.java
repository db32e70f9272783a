package dev.weft.spring.tests;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Handler methods of all kinds, for MVC and for WebFlux. */
@RestController
public class Handlers {

  record User(long id, @NotBlank String name) {}

  static final class Teapot extends Exception {
    private static final long serialVersionUID = 1;

    Teapot(String message) {
      super(message);
    }
  }

  /** Who waits at {@link #gate}. */
  final Set<String> waiting = ConcurrentHashMap.newKeySet();

  volatile Task.Completer<String> gate = Task.completer();
  final CountDownLatch hanging = new CountDownLatch(1);
  final CountDownLatch ended = new CountDownLatch(1);
  private final String field = "of the bean";

  @Async
  static void pause() {
    Weft.delay(Duration.ofMillis(1));
  }

  @ModelAttribute("greeting")
  String greeting() {
    return "hello " + field;
  }

  // ---- suspending ----

  @Async
  @GetMapping("/users/{id}")
  User user(@PathVariable("id") long id) {
    EventLoop before = EventLoop.current();
    pause();
    return new User(id, before == EventLoop.current() ? field : "moved");
  }

  @Async
  @GetMapping("/thread")
  String thread() {
    pause();
    return Thread.currentThread().getName();
  }

  @Async
  @GetMapping("/primitive/int")
  int anInt() {
    pause();
    return 42;
  }

  @Async
  @GetMapping("/primitive/long")
  long aLong() {
    pause();
    return Long.MAX_VALUE;
  }

  @Async
  @GetMapping("/primitive/double")
  double aDouble() {
    pause();
    return 0.5;
  }

  @Async
  @GetMapping("/primitive/boolean")
  boolean aBoolean(@RequestParam(name = "pause", defaultValue = "true") boolean pauses) {
    if (pauses) {
      pause();
    }
    return true;
  }

  @Async
  @GetMapping("/void")
  void nothing() {
    pause();
  }

  @Async
  @GetMapping("/null")
  User none() {
    pause();
    return null;
  }

  @Async
  @PostMapping("/users")
  @ResponseStatus(HttpStatus.CREATED)
  User create(@Valid @RequestBody User user) throws Teapot {
    pause();
    if (user.name().equals("teapot")) {
      throw new Teapot("made of " + user.id());
    }
    return user;
  }

  @Async
  @GetMapping("/entity")
  ResponseEntity<List<User>> entity(@ModelAttribute("greeting") String greeting) {
    pause();
    return ResponseEntity.accepted().header("X-Greeting", greeting).body(List.of(new User(1, "a")));
  }

  @Async
  @GetMapping("/limited")
  String limited(@RequestParam("n") @Max(10) int n) {
    pause();
    return "n is " + n;
  }

  @Async
  @GetMapping("/gate/{who}")
  String gate(@PathVariable("who") String who) {
    waiting.add(who);
    return who + " " + await(gate.task());
  }

  @Async
  @GetMapping("/hangs")
  String hangs() {
    try {
      hanging.countDown();
      return await(Task.<String>completer().task());
    } finally {
      ended.countDown();
    }
  }

  @Async
  @GetMapping("/at-least-five")
  @Min(5)
  int atLeastFive(@RequestParam("n") int n) {
    pause();
    return n;
  }

  @Async
  @GetMapping("/locale")
  String locale() {
    pause();
    return LocaleContextHolder.getLocale().toString();
  }

  // ---- tasks and generators ----

  @Async
  @GetMapping("/task/{id}")
  Task<User> task(@PathVariable("id") long id) {
    pause();
    return Task.completed(new User(id, "of a task"));
  }

  @Async
  @GetMapping("/task/hangs")
  Task<String> taskHangs() {
    return Task.completed(hangs());
  }

  @Async
  @GetMapping(value = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  AsyncGenerator<String> events() {
    for (int i = 1; i <= 3; i++) {
      pause();
      emit(i + " on " + Thread.currentThread().getName());
    }
    return null;
  }

  @Async
  @GetMapping(value = "/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
  AsyncGenerator<User> lines() {
    emit(new User(1, "a"));
    pause();
    emit(new User(2, "b"));
    return null;
  }

  @Async
  @GetMapping("/list")
  AsyncGenerator<User> list() {
    return lines();
  }

  @Async
  @GetMapping(value = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  AsyncGenerator<Integer> endless() {
    try {
      for (int i = 0; ; i++) {
        pause();
        emit(i);
      }
    } finally {
      ended.countDown();
    }
  }

  // ---- failures ----

  @Async
  @GetMapping("/fails/suspending")
  String failsSuspending() throws Teapot {
    pause();
    throw new Teapot("suspending");
  }

  @Async
  @GetMapping("/fails/at-once")
  String failsAtOnce() throws Teapot {
    throw new Teapot("at once");
  }

  @Async
  @GetMapping("/fails/task")
  Task<String> failsTask() throws Teapot {
    pause();
    throw new Teapot("task");
  }

  @Async
  @GetMapping("/fails/generator")
  AsyncGenerator<User> failsGenerator() throws Teapot {
    pause();
    throw new Teapot("generator");
  }

  @ExceptionHandler
  ResponseEntity<String> teapot(Teapot failure) {
    return ResponseEntity.status(418).body(failure.getMessage() + ", " + field);
  }

  // ---- ordinary ----

  @GetMapping("/ordinary")
  String ordinary() {
    pause();
    return "blocked";
  }

  @ExceptionHandler
  ResponseEntity<String> refused(IllegalStateException failure) {
    return ResponseEntity.internalServerError().body(failure.getMessage());
  }
}
