package dev.weft.spring.tests.refused;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.annotations.Async;
import java.util.concurrent.CompletableFuture;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Beans that an application does not start with, and some that it does. */
final class Beans {

  private Beans() {}

  /** The wrong import. */
  static class SpringAsyncTask {
    @org.springframework.scheduling.annotation.Async
    Task<String> load() {
      return Task.completed("");
    }
  }

  static class BothAsyncs {
    @Async
    @org.springframework.scheduling.annotation.Async
    CompletableFuture<String> load() {
      return CompletableFuture.completedFuture(await(Task.completed("")));
    }
  }

  @org.springframework.scheduling.annotation.Async
  static class SpringAsyncClass {
    @Async
    AsyncGenerator<String> load() {
      emit("");
      return null;
    }
  }

  static class TransactionalTask {
    @Async
    @Transactional
    Task<String> pay() {
      return Task.completed(await(Task.completed("")));
    }
  }

  @Transactional
  static class TransactionalClass {
    @Async
    public AsyncGenerator<String> rows() {
      emit("");
      return null;
    }
  }

  static class TransactionalFuture {
    @Async
    @Transactional
    CompletableFuture<String> pay() {
      return CompletableFuture.completedFuture(await(Task.completed("")));
    }
  }

  static class CheckedAfterwards {
    @Async
    @PostAuthorize("returnObject != null")
    Task<String> load() {
      return Task.completed(await(Task.completed("")));
    }
  }

  static class CachedGenerator {
    @Async
    @Cacheable("words")
    Generator<String> words() {
      emit("");
      return null;
    }
  }

  /** Left out of weaving. */
  @RestController
  static class UnwovenHandlers {
    @Async
    @GetMapping("/")
    String get() {
      return await(Task.completed(""));
    }
  }

  @RestController
  @EnableWebMvc
  static class OtherAdapter {
    @Async
    @GetMapping("/")
    String get() {
      return await(Task.completed(""));
    }
  }

  @RestController
  static final class FinalHandlers {
    @Async
    @GetMapping("/")
    String get() {
      return await(Task.completed(""));
    }
  }

  @RestController
  static class PrivateHandler {
    @Async
    @GetMapping("/")
    @SuppressWarnings("UnusedMethod")
    private String get() {
      return await(Task.completed(""));
    }
  }

  /** Nothing is wrong with these. */
  static class Fine {
    @Async
    @Transactional
    String pay() {
      return await(Task.completed(""));
    }

    @Async
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    Task<String> look() {
      return Task.completed(await(Task.completed("")));
    }

    @Transactional
    CompletableFuture<String> springsOwnAffair() {
      return CompletableFuture.completedFuture("");
    }

    @org.springframework.scheduling.annotation.Async
    CompletableFuture<String> springsAsync() {
      return CompletableFuture.completedFuture("");
    }

    @Async
    @Cacheable("numbers")
    Task<Integer> number() {
      return Task.completed(await(Task.completed(1)));
    }
  }
}
