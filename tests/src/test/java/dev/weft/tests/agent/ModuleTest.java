package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is a module, none of whose packages is exported or opened, with Weft as another.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ModuleTest {

  private static final String MODULE = "module app { requires dev.weft.runtime; }";

  private static final String PROGRAM =
      """
      package app;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.concurrent.*;

      class Main {
        interface Shape {
          @Async default int area(CompletableFuture<Integer> side) { return 2 * Weft.await(side); }
        }

        record Square(int unit) implements Shape {
          @Async @Override public int area(CompletableFuture<Integer> side) {
            String label = "unit " + unit;
            return Weft.await(side) * unit + label.length() + Shape.super.area(side);
          }
        }

        static class Base {
          @Async int go(CompletableFuture<Integer> steps) { return Weft.await(steps); }
        }

        static class Derived extends Base {
          @Async @Override int go(CompletableFuture<Integer> steps) { return 10 + super.go(steps); }
        }

        @Async static Task<Integer> task(CompletableFuture<Integer> future) {
          return Task.completed(5 + Weft.await(future));
        }

        @Async static Generator<Integer> upTo(int end) {
          for (int i = 0; i < end; i++) Weft.emit(i);
          return null;
        }

        public static void main(String[] args) throws Exception {
          var future = new CompletableFuture<Integer>();
          Task<Integer> all = Weft.start(Schedulers.immediate(),
              () -> new Square(3).area(future) + new Derived().go(future) + Weft.await(task(future)));
          System.out.println(all.frames());
          future.complete(7);
          upTo(3).forEachRemaining(each -> System.out.print(each + " "));
          System.out.println(all.get());
          var late = new CompletableFuture<Integer>().completeOnTimeout(4, 1, TimeUnit.MILLISECONDS);
          System.out.println(new Derived().go(late));
        }
      }
      """;

  private static final String PRINTED =
      """
      [app.Main$Square.area(Main.java:15) [this=Square[unit=3], side=FUTURE, label=unit 3], \
      app.Main.lambda$main$0(Main.java:39) [future=FUTURE]]
      0 1 2 70
      14
      """;

  private Path folder = Path.of("");
  private Path classes = Path.of("");

  @BeforeAll
  void compile(@TempDir Path temporary) throws Exception {
    folder = temporary;
    classes =
        Compiler.compileModule(
            folder.resolve("app"), Map.of("module-info.java", MODULE, "Main.java", PROGRAM));
  }

  private void runs(ChildJvm jvm, Path module) throws Exception {
    String modules = Jars.application() + java.io.File.pathSeparator + module;
    ChildJvm.Result result = jvm.option("-p").option(modules).run("-m", "app/app.Main");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().replaceAll("java\\.util[^]]*]", "FUTURE")).isEqualTo(PRINTED);
    assertThat(result.exit()).isZero();
  }

  @Test
  void isWovenWhileItsClassesLoad() throws Exception {
    runs(new ChildJvm(folder).agent("verify"), classes);
  }

  @Test
  void isWovenWhenItIsBuilt() throws Exception {
    Path woven = folder.resolve("woven");
    ChildJvm.Result weaving = new ChildJvm(folder).weave(classes, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
    runs(new ChildJvm(folder), woven);
  }
}
