package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Woven and unwoven programs exchange serialised lambdas, which are coroutines where woven. */
class SerializedLambdasTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.io.*;
      import java.nio.file.*;
      import java.time.Duration;

      public class Exchange {
        interface Op extends Serializable { @Async long apply(int x) throws Exception; }

        @Async static int twice(int x) { Weft.delay(Duration.ofMillis(1)); return 2 * x; }
        static int ordinary() { return 5; }

        static Object[] lambdas(int i, long l, String s) {
          return new Object[] {
            (Op) x -> x * l + twice(i) + s.length(),
            (Op) Exchange::twice,
            (AsyncCallable<Object> & Serializable & Cloneable) () -> s + twice(i),
            (AsyncCallable<Integer> & Serializable) Exchange::ordinary,
          };
        }

        @Async static void call(Object lambda) throws Exception {
          Object result = lambda instanceof Op op ? op.apply(3) : ((AsyncCallable<?>) lambda).call();
          System.out.println(result + " " + (lambda instanceof Cloneable));
        }

        @Async static void callAll(Object[] lambdas) throws Exception {
          for (Object each : lambdas) call(each);
        }

        public static void main(String[] args) throws Exception {
          Path file = Path.of(args[1]);
          if (args[0].equals("write")) {
            try (var out = new ObjectOutputStream(Files.newOutputStream(file))) {
              out.writeObject(lambdas(1, 2L, "text"));
            }
            return;
          }
          try (var in = new ObjectInputStream(Files.newInputStream(file))) {
            Object[] lambdas = (Object[]) in.readObject();
            if (args[0].equals("call")) {
              try (var loop = Schedulers.eventLoop()) {
                Weft.run(loop, () -> callAll(lambdas)); // a lambda that blocks would be refused
              }
            } else {
              for (Object each : lambdas) System.out.println(each instanceof Cloneable);
            }
          }
        }
      }
      """;

  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void compile() throws Exception {
    classes = Compiler.compile(folder.resolve("app"), PROGRAM);
  }

  private ChildJvm plain() {
    return new ChildJvm(folder).classPath(classes);
  }

  private ChildJvm woven() {
    return new ChildJvm(folder).agent("verify").classPath(classes);
  }

  private Path writtenBy(ChildJvm jvm, String file) throws Exception {
    Path path = folder.resolve(file);
    var result = jvm.run("Exchange", "write", path.toString());
    assertThat(result.err()).isEmpty();
    return path;
  }

  private static void assertOut(ChildJvm.Result result, String expected) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringWhitespace(expected);
  }

  @Test
  void bothWriteTheSameBytes() throws Exception {
    Path byPlain = writtenBy(plain(), "plain");
    Path byWoven = writtenBy(woven(), "woven");

    assertThat(byWoven).hasSameBinaryContentAs(byPlain);
  }

  @Test
  void theWovenProgramSuspendsInWhatTheOtherWrote() throws Exception {
    Path byPlain = writtenBy(plain(), "plain");

    var result = woven().run("Exchange", "call", byPlain.toString());

    assertOut(result, "12 false\n6 false\ntext2 true\n5 false");
  }

  @Test
  void theUnwovenProgramReadsWhatTheWovenOneWrote() throws Exception {
    Path byWoven = writtenBy(woven(), "woven");

    assertOut(plain().run("Exchange", "read", byWoven.toString()), "false false true false");
    assertOut(
        woven().run("Exchange", "call", byWoven.toString()),
        "12 false\n6 false\ntext2 true\n5 false");
  }
}
