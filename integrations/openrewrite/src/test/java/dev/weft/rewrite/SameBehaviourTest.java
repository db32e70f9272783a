package dev.weft.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains, and what they become: the same code runs at the same time, with the same end. */
@TestInstance(Lifecycle.PER_CLASS)
class SameBehaviourTest {

  private static final String SOURCE =
      """
      import java.util.List;
      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CompletionStage;

      public class Chains {
          public static CompletableFuture<Object> composed(
                  CompletableFuture<Integer> a, CompletableFuture<Integer> b, List<String> log) {
              return a.thenCompose(x -> {
                  log.add("x" + x);
                  return b;
              }).thenApply(y -> {
                  log.add("y" + y);
                  return 10 / y;
              });
          }

          public static CompletionStage<Object> tail(
                  CompletableFuture<Object> a, CompletableFuture<Object> b, List<String> log) {
              return a.thenCompose(x -> b);
          }

          public static CompletableFuture<Object> combined(
                  CompletableFuture<Integer> a, CompletableFuture<Integer> b, List<String> log) {
              return noted("a", a, log).thenCombine(noted("b", b, log), (x, y) -> x / y);
          }

          public static CompletableFuture<Object> combinedBehind(
                  CompletableFuture<Integer> a, CompletableFuture<Integer> b, List<String> log) {
              return a.thenApply(w -> w + note("w", log))
                      .thenCombine(noted("b", b, log), (x, y) -> x - y)
                      .thenApply(Integer::toHexString)
                      .thenApply(String::trim);
          }

          public static CompletableFuture<Void> accepted(
                  CompletableFuture<Integer> a, CompletableFuture<Integer> b, List<String> log) {
              return a.thenAccept(x -> log.add("x" + 6 / x))
                      .thenCompose(nothing -> b)
                      .thenRun(() -> log.add("ran"));
          }

          private static int note(String what, List<String> log) {
              log.add(what);
              return 1;
          }

          private static CompletableFuture<Integer> noted(
                  String name, CompletableFuture<Integer> future, List<String> log) {
              log.add(name);
              return future;
          }
      }
      """;

  @TempDir static Path folder;

  private RewrittenProgram program;

  @BeforeAll
  void rewrite() throws IOException {
    program = RewrittenProgram.of("Chains", SOURCE, new ThenComposeToAwait(), folder);
  }

  @AfterAll
  void close() throws IOException {
    program.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"composed", "tail", "combined", "combinedBehind", "accepted"})
  void endsInTheSameWay(String method) throws Exception {
    for (Object a : ends()) {
      for (Object b : ends()) {
        for (boolean firstFirst : new boolean[] {true, false}) {
          String before = trace(program.original(), method, a, b, firstFirst);
          String after = trace(program.rewritten(), method, a, b, firstFirst);
          assertThat(after).as("%s(%s, %s)", method, a, b).isEqualTo(before);
        }
      }
    }
  }

  private static List<Object> ends() {
    return List.of(
        3,
        0, // a function throws
        new IOException("checked"),
        new IllegalStateException("unchecked"),
        new CompletionException("wrapped", new IOException("inside")));
  }

  /** What is seen of a call whose futures end one after the other, in one order or the other. */
  private static String trace(Class<?> type, String method, Object a, Object b, boolean firstFirst)
      throws Exception {
    var first = new CompletableFuture<Object>();
    var second = new CompletableFuture<Object>();
    var log = new ArrayList<String>();
    CompletableFuture<?> result = call(type, method, first, second, log);
    log.add("done: " + result.isDone());
    end(firstFirst ? first : second, firstFirst ? a : b);
    log.add("done: " + result.isDone());
    end(firstFirst ? second : first, firstFirst ? b : a);
    log.add("done: " + result.isDone());
    log.add(outcome(result));
    return String.join("\n", log);
  }

  private static CompletableFuture<?> call(
      Class<?> type, String method, Object first, Object second, List<String> log)
      throws ReflectiveOperationException {
    Object result =
        type.getMethod(method, CompletableFuture.class, CompletableFuture.class, List.class)
            .invoke(null, first, second, log);
    return ((CompletionStage<?>) result).toCompletableFuture();
  }

  private static void end(CompletableFuture<Object> future, Object end) {
    if (end instanceof Throwable failure) {
      future.completeExceptionally(failure);
    } else {
      future.complete(end);
    }
  }

  private static String outcome(CompletableFuture<?> result) throws InterruptedException {
    if (!result.isDone()) {
      return "never";
    }
    String joined;
    try {
      joined = "joined " + result.join();
    } catch (CompletionException e) {
      joined = "joined " + e.getClass().getName() + " of " + e.getCause();
    }
    try {
      return joined + ", got " + result.get() + ", " + result.isCompletedExceptionally();
    } catch (ExecutionException e) {
      return joined + ", got " + e.getClass().getName() + " of " + e.getCause();
    }
  }

  /** The guide says so: a coroutine's failure is its own, a dependent stage's is wrapped. */
  @Test
  void dependentsMeetTheFailureItself() throws Exception {
    assertThat(handled(program.original())).isInstanceOf(CompletionException.class);
    assertThat(handled(program.rewritten())).isInstanceOf(IOException.class);
  }

  private static Object handled(Class<?> type) throws Exception {
    var failing = CompletableFuture.failedFuture(new IOException("no"));
    CompletableFuture<?> result = call(type, "composed", failing, failing, new ArrayList<>());
    return result.handle((value, failure) -> failure).join();
  }

  /** The guide says so: what is cancelled is cancelled, where a dependent stage has failed. */
  @Test
  void cancellationGoesThrough() throws Exception {
    assertThat(cancelled(program.original())).isCompletedExceptionally().isNotCancelled();
    assertThat(cancelled(program.rewritten())).isCancelled();
  }

  private static CompletableFuture<?> cancelled(Class<?> type) throws Exception {
    var cancelled = new CompletableFuture<Integer>();
    cancelled.cancel(true);
    return call(type, "composed", cancelled, cancelled, new ArrayList<>());
  }

  /** The guide says so: a result that is cancelled cancels what the coroutine waits for. */
  @Test
  void cancelReachesWhatIsWaitedFor() throws Exception {
    for (Class<?> type : List.of(program.original(), program.rewritten())) {
      var pending = new CompletableFuture<Integer>();
      CompletableFuture<?> result = call(type, "composed", pending, pending, new ArrayList<>());
      result.cancel(true);
      assertThat(pending.isCancelled()).isEqualTo(type == program.rewritten());
    }
  }
}
