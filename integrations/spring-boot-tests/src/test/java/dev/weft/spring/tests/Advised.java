package dev.weft.spring.tests;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Beans with advice around coroutines, and handler methods that call them. */
@EnableCaching
@Import({Advised.Accounts.class, Advised.Guarded.class, Advised.Cached.class})
public class Advised {

  @Bean
  Calls calls(Accounts accounts, Guarded guarded) {
    return new Calls(accounts, guarded);
  }

  @Bean
  ProxiedHandlers proxiedHandlers() {
    return new ProxiedHandlers();
  }

  @Async
  static void pause() {
    Weft.delay(Duration.ofMillis(1));
  }

  static class Accounts {
    private final JdbcTemplate jdbc;

    Accounts(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
      jdbc.update("insert into account values ('anna', 100)");
    }

    /** What is written before it waits is part of the same transaction as what comes after. */
    @Async
    @Transactional
    public int deposit(String owner, int amount) {
      jdbc.update("update account set balance = balance + ? where owner = ?", amount, owner);
      Thread before = Thread.currentThread();
      pause();
      int balance = balance(owner);
      if (before != Thread.currentThread()
          || !TransactionSynchronizationManager.isActualTransactionActive()) {
        throw new AssertionError("the transaction was left");
      }
      if (balance < 0) {
        throw new IllegalStateException("overdrawn by " + -balance);
      }
      return balance;
    }

    int balance(String owner) {
      return jdbc.queryForObject(
          "select balance from account where owner = ?", Integer.class, owner);
    }
  }

  static class Guarded {
    @Async
    @PreAuthorize("hasRole('ADMIN')")
    public String suspending() {
      pause();
      return "let in";
    }

    @Async
    @PreAuthorize("hasRole('ADMIN')")
    public Task<String> task() {
      pause();
      return Task.completed("let in");
    }
  }

  static class Cached {
    final AtomicInteger computed = new AtomicInteger();

    @Async
    @Cacheable("suspending")
    public int suspending(int of) {
      pause();
      return of + computed.incrementAndGet();
    }

    @Async
    @Cacheable("task")
    public Task<Integer> task(int of) {
      pause();
      return Task.completed(of + computed.incrementAndGet());
    }

    @Async
    @Cacheable("failing")
    public Task<Integer> failing() {
      pause();
      throw new IllegalStateException("failure " + computed.incrementAndGet());
    }

    @Async
    @Cacheable("generator")
    public AsyncGenerator<Integer> generator(int of) {
      emit(of);
      pause();
      emit(of + computed.incrementAndGet());
      return null;
    }
  }

  @RestController
  static class Calls {
    private final Accounts accounts;
    private final Guarded guarded;

    Calls(Accounts accounts, Guarded guarded) {
      this.accounts = accounts;
      this.guarded = guarded;
    }

    @Async
    @GetMapping("/deposit")
    int deposit(@RequestParam("amount") int amount) {
      pause();
      return accounts.deposit("anna", amount);
    }

    @Async
    @GetMapping("/guarded/suspending")
    String suspending() {
      pause();
      return guarded.suspending();
    }

    @Async
    @GetMapping("/guarded/task")
    Task<String> task() {
      pause();
      return Task.completed(await(guarded.task()));
    }
  }

  @RestController
  @Transactional
  static class ProxiedHandlers {
    @Async
    @GetMapping("/proxied")
    public List<String> proxied(@RequestParam("n") int n) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        pause();
        seen.add(Boolean.toString(TransactionSynchronizationManager.isActualTransactionActive()));
      }
      return seen;
    }
  }
}
