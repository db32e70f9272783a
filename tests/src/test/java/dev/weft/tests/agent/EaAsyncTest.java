package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ea.async.Async;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A program that was written for ea-async, its real library on the class path. */
@TestInstance(Lifecycle.PER_CLASS)
class EaAsyncTest {

  private static final String PROGRAM =
      """
      import static com.ea.async.Async.await;
      import com.ea.async.Async;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.Function;

      public class Store {
        static { Async.init(); }

        /** As libraries have their own. */
        public static class Promise<T> extends CompletableFuture<T> {
          static <T> Promise<T> of(T value) {
            Promise<T> made = new Promise<>();
            made.complete(value);
            return made;
          }
        }

        interface Bank {
          default CompletableFuture<Boolean> decrement(CompletableFuture<Integer> cost) {
            return CompletableFuture.completedFuture(await(cost) < 5);
          }

          default Promise<String> name(CompletableFuture<String> name, long wide, String more) {
            return Promise.of(await(name) + wide + more);
          }
        }

        static CompletableFuture<String> buy(CompletableFuture<Integer> cost) {
          if (!await(new Bank() {}.decrement(cost))) {
            return CompletableFuture.completedFuture("too dear");
          }
          return CompletableFuture.completedFuture("bought");
        }

        static CompletionStage<String> caught(CompletableFuture<String> failing) {
          try {
            return CompletableFuture.completedFuture(await(failing));
          } catch (CompletionException e) {
            return CompletableFuture.completedFuture("caught " + e.getCause().getMessage());
          }
        }

        Promise<String> own(CompletableFuture<String> first, double wide, List<String> log) {
          log.add("began");
          String text = await(first);
          for (int i = 0; i < 2; i++) {
            text += await(first) + wide;
          }
          log.add("ended");
          return Promise.of(text);
        }

        @dev.weft.annotations.Async
        static String marked(CompletableFuture<String> future) {
          return await(future) + "!";
        }

        static String blocking(CompletableFuture<String> future) {
          return await(future);
        }

        static void sees(String what, CompletionStage<?> stage) {
          CompletableFuture<?> future = stage.toCompletableFuture();
          System.out.println(what + " " + (future.isDone() ? "done" : "pending"));
        }

        public static void main(String[] args) throws Exception {
          CompletableFuture<Integer> cost = new CompletableFuture<>();
          CompletableFuture<String> bought = buy(cost);
          sees("buy", bought);
          cost.complete(3);
          System.out.println(bought.get());

          CompletableFuture<String> failing = new CompletableFuture<>();
          CompletionStage<String> caught = caught(failing);
          sees("caught", caught);
          failing.completeExceptionally(new Exception("no luck"));
          System.out.println(caught.toCompletableFuture().get());

          List<String> log = new ArrayList<>();
          CompletableFuture<String> first = new CompletableFuture<>();
          Promise<String> own = new Store().own(first, 0.5, log);
          sees("own", own);
          System.out.println(log);
          first.complete("a");
          System.out.println(own.get() + " " + log);

          CompletableFuture<String> name = new CompletableFuture<>();
          Promise<String> named = new Bank() {}.name(name, 7L, "!");
          sees("named", named);
          name.complete("n");
          System.out.println(named.get());

          CompletableFuture<String> later = new CompletableFuture<>();
          Function<CompletableFuture<String>, CompletableFuture<String>> twice =
              each -> CompletableFuture.completedFuture(await(each) + await(each));
          CompletableFuture<String> lambda = twice.apply(later);
          sees("lambda", lambda);
          later.complete("l");
          System.out.println(lambda.get());

          CompletableFuture<String> awaited = new CompletableFuture<>();
          CompletionStage<String> marked = dev.weft.Weft.start(() -> marked(awaited));
          sees("marked", marked);
          awaited.complete("m");
          System.out.println(marked.toCompletableFuture().get());

          System.out.println(blocking(CompletableFuture.supplyAsync(() -> "blocked")));
          System.out.println(
              Optional.of(CompletableFuture.completedFuture("r")).map(Async::await).get());
          CompletableFuture<String> cancelled = new CompletableFuture<>();
          CompletableFuture<String> given = new Store().own(cancelled, 0, new ArrayList<>());
          given.cancel(true);
          System.out.println(cancelled.isCancelled());
        }
      }
      """;

  private static final String SAYS =
      """
      buy pending
      bought
      caught pending
      caught no luck
      own pending
      [began]
      aa0.5a0.5 [began, ended]
      named pending
      n7!
      lambda pending
      ll
      marked pending
      m!
      blocked
      r
      true
      """;

  private Path folder = Path.of("");
  private Path classes = Path.of("");

  private static Path library() throws Exception {
    return Path.of(Async.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @BeforeAll
  void compile(@TempDir Path temporary) throws Exception {
    folder = temporary;
    classes = Compiler.compile(folder.resolve("app"), PROGRAM, library());
  }

  @Test
  void runsWithTheAgent() throws Exception {
    ChildJvm jvm = new ChildJvm(folder).agent("compat=ea-async,verify");
    ChildJvm.Result result = jvm.classPath(classes, library()).run("Store");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(SAYS);
  }

  @Test
  void runsWovenWhenItWasBuilt() throws Exception {
    Path woven = folder.resolve("woven");
    ChildJvm jvm = new ChildJvm(folder).classPath(library());
    ChildJvm.Result weaving = jvm.weave(classes, woven, "--compat", "ea-async");
    assertThat(weaving.err()).isEmpty();
    assertThat(jvm.verify(woven).out()).contains(" 0 problems");
    ChildJvm.Result result = new ChildJvm(folder).classPath(woven).run("Store");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).as("without ea-async").isEqualTo(SAYS);
  }

  @Test
  void isLeftAloneWithoutTheOption() throws Exception {
    String program =
        """
        import java.util.concurrent.CompletableFuture;
        class Waits {
          static CompletableFuture<String> m(CompletableFuture<String> future) {
            return CompletableFuture.completedFuture(com.ea.async.Async.await(future));
          }
        }
        """;
    Path plain = Compiler.compile(folder.resolve("plain"), program, library());
    Path woven = folder.resolve("untouched");
    ChildJvm.Result weaving = new ChildJvm(folder).classPath(library()).weave(plain, woven);
    assertThat(weaving.out()).startsWith("0 classes woven");
  }
}
