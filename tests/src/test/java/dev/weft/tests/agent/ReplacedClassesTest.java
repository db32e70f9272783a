package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that were woven at build time and run with another build of some classes, which is not
 * woven: no override may be passed over.
 */
class ReplacedClassesTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Program {
        @Async static String all() throws Exception {
          Leaf leaf = new Leaf();
          String text = leaf.speak(1) + "," + Weft.await(leaf.later("a")) + "," + leaf.referred();
          for (String each : leaf.list()) text += "," + each;
          return text + "," + new Last().speak(5) + "," + new Ended().speak(6) + "," + new Facing().speak(7);
        }
        public static void main(String[] args) throws Exception {
          System.out.println(Weft.run(Schedulers.workStealing(1), () -> all()));
          try (EventLoop loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> all()));
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      class Base {
        @Async public String speak(int times) throws Exception { Weft.yieldNow(); return "base" + times; }
        @Async public Task<String> later(String word) { Weft.yieldNow(); return Task.completed("base" + word); }
        @Async public Generator<String> list() { Weft.emit("one"); return null; }
      }
      class Middle extends Base {
        @Override public String speak(int times) throws Exception { return "middle " + super.speak(times); }
        @Override public Task<String> later(String word) { return Task.completed("middle" + word); }
        @Override public Generator<String> list() { return new Base() {
          @Override public Generator<String> list() { Weft.emit("middle"); return null; }
        }.list(); }
      }
      class Leaf extends Middle {
        @Override public String speak(int times) throws Exception { return "leaf " + super.speak(times); }
        @Override public Task<String> later(String word) { return Task.completed("leaf " + Weft.await(super.later(word))); }
        @Override public Generator<String> list() { Weft.emit("leaf"); Weft.emitAll(super.list()); return null; }
        interface Speech { @Async String of(int times) throws Exception; }
        @Async String referred() throws Exception { Speech speech = super::speak; return speech.of(2); }
      }
      class Last extends Base {
        @Override public final String speak(int times) throws Exception { return "last " + super.speak(times); }
      }
      final class Ended extends Base {
        @Override public String speak(int times) throws Exception { return "ended " + super.speak(times); }
      }
      interface Spoken { @Async default String speak(int times) throws Exception { Weft.yieldNow(); return "spoken" + times; } }
      interface Louder extends Spoken { @Override default String speak(int times) throws Exception { return "louder " + Spoken.super.speak(times); } }
      class Facing implements Louder {
        @Override public String speak(int times) throws Exception { return "facing " + Louder.super.speak(times); }
      }
      """;

  private static final String ANSWERS =
      "leaf middle base1,leaf middlea,middle base2,leaf,middle,last base5,ended base6,"
          + "facing louder spoken7";

  @TempDir Path folder;

  private String run(String... replaced) throws Exception {
    Path plain = Compiler.compile(folder.resolve("plain"), PROGRAM);
    Path woven = folder.resolve("woven");
    var weaving = new ChildJvm(folder).weave(plain, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
    for (String each : replaced) {
      Files.copy(
          plain.resolve(each + ".class"),
          woven.resolve(each + ".class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    var result = new ChildJvm(folder).classPath(woven).run("Program");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void noneIsReplaced() throws Exception {
    assertThat(run()).isEqualToIgnoringNewLines(ANSWERS + ANSWERS);
  }

  @Test
  void superclassesAndSuperinterfaces() throws Exception {
    String out = run("Middle", "Louder");

    assertThat(out.lines().toList().get(0)).isEqualTo(ANSWERS);
    assertThat(out)
        .contains("Middle.speak, called in a coroutine (in Leaf) through Middle")
        .contains("which overrides it without being woven, would block the event loop");
  }

  @Test
  void finalMethodsAndClasses() throws Exception {
    String out = run("Last", "Ended");

    assertThat(out.lines().toList().get(0)).isEqualTo(ANSWERS);
    assertThat(out).contains("through Last, which overrides it without being woven, would block");
  }
}
