package dev.weft.tests.concurrency;

import static dev.weft.tests.concurrency.Failures.forever;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.TaskScope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside while a coroutine of an event loop calls a proxy is met once. */
@Timeout(60)
class ProxiedCallTest {

  /** A service behind a proxy. */
  public interface Service {
    /** Answers, or fails. */
    @Async
    String ask(String question);
  }

  private final EventLoop loop = Schedulers.eventLoop();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final Task.Completer<Object> scopeFails = Task.completer();
  private final List<Object> seen = new CopyOnWriteArrayList<>();

  private final Service proxy =
      (Service)
          Proxy.newProxyInstance(
              Service.class.getClassLoader(),
              new Class<?>[] {Service.class},
              (self, method, arguments) -> {
                try {
                  return method.invoke(new Answering(), arguments);
                } catch (InvocationTargetException thrown) {
                  throw thrown.getCause();
                }
              });

  @AfterEach
  void close() {
    loop.close();
  }

  private final class Answering implements Service {
    @Async
    @Override
    public String ask(String question) {
      answers.countDown();
      if (question.startsWith("late")) {
        awaitUninterrupted();
      }
      if (question.endsWith("wrong")) {
        throw new IllegalArgumentException("wrong");
      }
      return question;
    }
  }

  /** As code does that takes no notice of an interrupt. */
  private void awaitUninterrupted() {
    boolean interrupted = false;
    while (mayAnswer.getCount() > 0) {
      try {
        mayAnswer.await();
      } catch (InterruptedException unwelcome) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Async
  private Object asksThenWaits(String question) {
    try {
      seen.add(proxy.ask(question));
    } catch (IllegalArgumentException failed) {
      seen.add(failed.getMessage());
    }
    return forever();
  }

  private static Throwable failureOf(Task<?> task) throws InterruptedException {
    try {
      return new AssertionError(task.get());
    } catch (ExecutionException failed) {
      return failed.getCause();
    } catch (CancellationException cancelled) {
      return cancelled;
    }
  }

  /** The loop is held until the answer is there, so that the caller has not gone on by then. */
  @ParameterizedTest
  @ValueSource(strings = {"right", "wrong"})
  void aCancellationThatComesAfterTheAnswer(String question) throws Exception {
    Task<Object> task = Weft.start(loop, () -> asksThenWaits(question));
    Weft.run(
        loop,
        () -> {
          holdUntilAnswered();
          return task.cancel(true);
        });
    assertThat(failureOf(task)).isInstanceOf(CancellationException.class);
    assertThat(seen).containsExactly(question);
  }

  private void holdUntilAnswered() {
    try {
      answers.await();
      Thread.sleep(50); // till it has woken the caller: late, the test only finds less
    } catch (InterruptedException unwelcome) {
      throw new AssertionError(unwelcome);
    }
  }

  /** It reaches the call as an interrupt, of which this one takes no notice. */
  @Test
  void oneThatWasPendingBefore() throws Exception {
    mayAnswer.countDown();
    Task<Object>[] own = newTasks();
    own[0] =
        Weft.start(
            loop,
            () -> {
              Weft.yieldNow();
              own[0].cancel(true);
              return asksThenWaits("late");
            });
    assertThat(failureOf(own[0])).isInstanceOf(CancellationException.class);
    assertThat(seen).containsExactly("late");
  }

  @SuppressWarnings("unchecked")
  private static <T> Task<T>[] newTasks() {
    return (Task<T>[]) new Task<?>[1];
  }

  /** What the call fails with by itself is not lost when a scope has failed. */
  @Test
  void aFailureOfItsOwnBesidesAScopes() throws Exception {
    Task<Object> task = Weft.start(loop, () -> asksLateInScope());
    answers.await();
    boolean unused = scopeFails.fail(new IllegalStateException("scope"));
    Weft.run(loop, () -> Weft.yieldNow());
    mayAnswer.countDown();
    assertThat(failureOf(task)).hasMessage("scope");
    assertThat(failureOf(task).getSuppressed()).extracting(Throwable::getMessage).contains("wrong");
  }

  @Async
  private Object asksLateInScope() throws Exception {
    try (var scope = TaskScope.<Object>open()) {
      var unused = scope.fork(() -> Weft.await(scopeFails.task()));
      return proxy.ask("late and wrong");
    }
  }
}
