package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.ChildJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thread-locals that a library's element carries, which the JVM finds as a service. */
class ProvidedContextTest {

  private static final String MAIN =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import dev.weft.spi.ThreadContextElement;

      public class Main {
        static final ThreadLocal<String> NAME = new ThreadLocal<>();

        public static class Element implements ThreadContextElement<String> {
          public String capture() { return NAME.get(); }
          public void restore(String state) { NAME.set(state); }
        }

        @Async static Generator<String> names() { Weft.emit(NAME.get()); return Generator.empty(); }

        @Async static AsyncGenerator<String> waits() { Weft.yieldNow(); Weft.emit(NAME.get()); return AsyncGenerator.empty(); }

        @Async static Task<String> task() { Weft.yieldNow(); return Task.completed(NAME.get()); }

        public static void main(String[] args) throws Exception {
          NAME.set("ann");
          switch (args[0]) {
            case "coroutine" -> {
              var pool = Schedulers.workStealing(1);
              System.out.println(Weft.start(pool, () -> NAME.get()).get());
            }
            case "generator" -> {
              var names = names();
              NAME.set("bob");
              System.out.println(names.next());
            }
            case "async generator" -> {
              var names = waits();
              NAME.set("bob");
              System.out.println(names.next());
            }
            default -> System.out.println(task().get());
          }
        }
      }
      """;

  @TempDir Path folder;

  /** The first thing that a program does with Weft. */
  @ParameterizedTest
  @ValueSource(strings = {"coroutine", "generator", "async generator", "task method"})
  void isThereFromTheFirstOn(String first) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), MAIN);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.weft.spi.ThreadContextElement"), "Main$Element\n");

    Result result = new ChildJvm(folder).agent("").classPath(classes).run("Main", first);

    assertThat(result.err()).isEmpty();
    assertThat(result.out().strip()).isEqualTo("ann");
  }
}
