package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.Scheduler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task method that moves takes its caller nowhere, however its task is awaited. */
final class SchedulerOfCallersTest {

  private static final Map<String, byte[]> WOVEN =
      Sources.weave(
          Sources.compile(
              """
              package p;
              import dev.weft.*;
              import dev.weft.annotations.Async;
              import dev.weft.spi.Scheduler;
              import java.util.concurrent.CompletableFuture;
              import static dev.weft.Weft.await;
              public class S {
                static String at() { return Thread.currentThread().getName() + " "; }
                @Async static Task<String> moves(Scheduler to, boolean fails) {
                  String before = at();
                  Weft.switchTo(to);
                  if (fails) { throw new IllegalStateException(before + at()); }
                  return Task.completed(before + at());
                }
                @Async static void suspending(Scheduler to) { Weft.switchTo(to); }
                @Async static Task<String> nested(Scheduler to, Scheduler then) {
                  String all = await(moves(to, false)) + at();
                  suspending(then);
                  all += at();
                  suspending(to);
                  return Task.completed(all + at());
                }
                @Async static int moved(Scheduler to) { Weft.switchTo(to); return 1; }
                @Async static String fused(Scheduler to, Scheduler home) {
                  String all = await(moves(to, false)) + at();
                  try { await(moves(to, true)); } catch (IllegalStateException e) {
                    all += "caught " + e.getMessage() + at();
                  }
                  all += await(nested(to, home)) + at();
                  return all + moved(to) + at();
                }
                @Async static String apart(Scheduler to, Scheduler home) {
                  Task<String> t = moves(to, false);
                  String all = await(t) + at();
                  Task<String> f = moves(to, true);
                  try { await(f); } catch (IllegalStateException e) {
                    all += "caught " + e.getMessage() + at();
                  }
                  Task<String> n = nested(to, home);
                  all += await(n) + at();
                  return all + moved(to) + at();
                }
                public static CompletableFuture<String> run(
                    boolean together, Scheduler home, Scheduler to) {
                  return Weft.start(home, () -> together ? fused(to, home) : apart(to, home))
                      .toCompletableFuture();
                }
              }
              """));

  private final ExecutorService home =
      Executors.newSingleThreadExecutor(r -> new Thread(r, "home"));
  private final ExecutorService away =
      Executors.newSingleThreadExecutor(r -> new Thread(r, "away"));

  @AfterEach
  void end() {
    home.shutdownNow();
    away.shutdownNow();
  }

  @Test
  void theCallerGoesOnWhereItWas() throws Exception {
    String expected = "home away home caught home away home home away home home away home 1away ";
    assertThat(run(false)).isEqualTo(expected);
    assertThat(run(true)).isEqualTo(expected);
  }

  private String run(boolean together) throws Exception {
    var run =
        Sources.load(WOVEN, "p.S")
            .getMethod("run", boolean.class, Scheduler.class, Scheduler.class);
    var result =
        (CompletableFuture<?>) run.invoke(null, together, Scheduler.of(home), Scheduler.of(away));
    return (String) result.get(60, TimeUnit.SECONDS);
  }
}
