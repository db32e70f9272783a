package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options change, and what is said of wrong ones. */
final class OptionsTest {

  private static final String HELD =
      """
      import dev.weft.Weft;
      import dev.weft.annotations.Async;

      class Held {
        @Async
        void held() {
          synchronized (this) {
            Weft.yieldNow();
          }
        }
      }
      """;

  private static final String CALLS =
      """
      import dev.weft.Weft;
      import dev.weft.annotations.Async;
      import java.util.List;

      class Calls {
        static void load(String name, List<String> into) {}

        static void load(String name) {}

        @Async
        void calls() throws Exception {
          load("a", null);
          load("b");
          Thread.sleep(1);
          Weft.yieldNow();
        }
      }
      """;

  @TempDir Path folder;

  private static Compilation.Result compile(String source, String... options) {
    String name = source.equals(HELD) ? "Held.java" : "Calls.java";
    return Compilation.checked().source(name, source).option(options).compile();
  }

  @Test
  void monitors() {
    assertThat(compile(HELD).texts()).singleElement().asString().contains("synchronized block");
    assertThat(compile(HELD, "-Aweft.monitors=refuse").succeeded()).isFalse();
    assertThat(compile(HELD, "-Aweft.monitors=release").texts()).isEmpty();
  }

  @Test
  void errorsAsWarnings() {
    Compilation.Result result = compile(HELD, "-Aweft.check=warn");
    assertThat(result.succeeded()).isTrue();
    assertThat(result.texts()).singleElement().asString().contains(": warning: [weft:refused]");
    assertThat(compile(HELD, "-Aweft.check=off").texts()).isEmpty();
  }

  @Test
  void checksThatAreOff() {
    assertThat(compile(CALLS).findings()).hasSize(1);
    assertThat(compile(CALLS, "-Aweft.off=plain,weft:blocking").texts()).isEmpty();
  }

  @Test
  void moreMethodsThatBlock() {
    assertThat(compile(CALLS, "-Aweft.blocking=Calls#load").findings()).hasSize(3);
    assertThat(
            compile(
                    CALLS,
                    "-Aweft.blocking=Calls#load(java.lang.String,java.util.List) = a file of"
                        + " dev.weft.io,-java.lang.Thread#sleep")
                .findings())
        .containsExactly(
            "Calls.java:12:9: warning: [weft:blocking] Calls.load blocks the thread that"
                + " Calls.calls runs on, and with it all coroutines there. Use a file of"
                + " dev.weft.io, or put it into Weft.blocking(() -> ..).");
  }

  @Test
  void methodsThatBlockInAFile() throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), "# ours\n\nCalls#load = another\n");
    assertThat(compile(CALLS, "-Aweft.blocking=@" + list).findings()).hasSize(3);
  }

  @Test
  void wrongOptionsAreToldAndLeftOut() {
    assertThat(
            compile(
                    CALLS,
                    "-Aweft.check=loud",
                    "-Aweft.monitors=hold",
                    "-Aweft.off=refused,blocking",
                    "-Aweft.blocking=load")
                .findings())
        .containsExactlyInAnyOrder(
            "Calls.java:5:1: warning: [weft] the option weft.check does not take 'loud', which is"
                + " left out; write error, warn or off",
            "Calls.java:5:1: warning: [weft] the option weft.monitors does not take 'hold', which"
                + " is left out; write refuse or release, as the weaver is told",
            "Calls.java:5:1: warning: [weft] the option weft.off does not take 'refused', which is"
                + " left out; write some of await, dropped, blocking, unclosed, plain, native",
            "Calls.java:5:1: warning: [weft] the option weft.blocking does not take 'load', which"
                + " is left out; write owner#method or owner#method(types), or @FILE");
    assertThat(compile(CALLS, "-Aweft.blocking=@" + folder.resolve("none")).findings())
        .anyMatch(each -> each.contains("the file cannot be read"));
    assertThat(compile(CALLS, "-Xplugin:weft loud").findings())
        .anyMatch(each -> each.contains("there is no option weft.loud; there are weft.check, "));
  }

  @Test
  void taskLikeTypes() throws IOException {
    String source =
        """
        import dev.weft.Weft;
        import java.util.function.Supplier;

        class Calls {
          static class Promise {}

          static final Supplier<Promise> PROMISES =
              () -> {
                Weft.await(dev.weft.Task.completer().task());
                return new Promise();
              };
        }
        """;
    assertThat(compile(source).findings()).hasSize(1);
    assertThat(compile(source, "-Aweft.taskTypes=Calls.Promise").findings()).isEmpty();
    Path declared = folder.resolve("META-INF/weft/task-types");
    Files.createDirectories(declared.getParent());
    Files.writeString(declared, "# ours\nCalls$Promise = Calls$Promises\n");
    assertThat(
            Compilation.checked().source("Calls.java", source).classPath(folder).compile().texts())
        .isEmpty();
  }
}
