package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code explain} and {@code verify}, and the command line without a command. */
class ExplainAndVerifyTest extends CommandLineTest {

  @Test
  void explainShowsTheReportOfEveryWovenClass() throws Exception {
    for (Path in : new Path[] {folder("in", GOOD), jar("in.jar", GOOD, 0)}) {
      Ran ran = run("explain", "-cp", CLASS_PATH, in);

      assertThat(ran.status()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out())
          .startsWith("p.Good")
          .contains("suspending method String m(Task)  (Good.java)")
          .contains("suspends in Weft.await")
          .doesNotContain("p.Plain");
    }
  }

  @Test
  void explainTakesASingleClassFile() throws Exception {
    Ran ran = run("explain", "-cp", CLASS_PATH, folder("in", GOOD).resolve("p/Good.class"));

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("p.Good");
  }

  @Test
  void explainSaysIfThereIsNothing() throws Exception {
    Path in = folder("in", Map.of("p/Plain", GOOD.get("p/Plain")));

    Ran ran = run("explain", in);

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            "nothing to weave in "
                + in
                + ": no @Async methods, or woven already"
                + System.lineSeparator());
  }

  @Test
  void explainWritesADumpIfAsked() throws Exception {
    Path dump = temp.resolve("dump");

    assertThat(run("explain", "-cp", CLASS_PATH, "--dump", dump, folder("in", GOOD)).status())
        .isZero();

    assertThat(dump.resolve("woven/p/Good.class")).exists();
    assertThat(dump.resolve("woven/p/Good$m$Frame.txt")).exists();
    assertThat(dump.resolve("report/p.Good.txt")).exists();
  }

  @Test
  void verifyCountsWhatItChecked() throws Exception {
    Ran unwoven = run("verify", "-cp", CLASS_PATH, folder("in", GOOD));
    Ran woven = run("verify", "-cp", CLASS_PATH, folder("woven", Sources.weave(GOOD)));

    assertThat(unwoven.status()).isZero();
    assertThat(unwoven.out()).startsWith("2 classes checked, 1 of them newly woven, 0 problems");
    assertThat(woven.status()).isZero();
    assertThat(woven.out()).startsWith("3 classes checked, 0 of them newly woven, 0 problems");
  }

  @Test
  void verifyTellsOfRefusals() throws Exception {
    Ran ran = run("verify", "-cp", CLASS_PATH, folder("in", BAD));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("p.Bad.m(Bad.java:6) was not woven: it is")
        .contains("1 classes checked, 1 of them newly woven, 1 problems");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void verifyDoesNotMissTheFramesItMakes() throws Exception {
    Ran ran = run("verify", "-cp", CLASS_PATH, jar("in.jar", GOOD, 0));

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void explainOfASingleFileKnowsItsClassAndWhatLiesBesideIt() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(
            """
            package p.q;
            import dev.weft.annotations.Async;
            interface Api { @Async int f(); }
            class Impl implements Api {
              Impl next = this;
              public int f() { dev.weft.Weft.yieldNow(); return next.f(); }
            }
            """);

    Ran ran = run("explain", "-cp", CLASS_PATH, folder("in", classes).resolve("p/q/Impl.class"));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("p.q.Impl").contains("suspends in Impl.f");
    Path elsewhere = temp.resolve("Elsewhere.class");
    write(elsewhere, classes.get("p/q/Impl"));
    assertThat(run("explain", "-cp", CLASS_PATH, elsewhere).err())
        .contains("@Async methods there: p.q.Api;")
        .doesNotContain("p.q.Impl");
  }

  @Test
  void verifyFindsABrokenClass() throws Exception {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_SUPER, "p/Broken", null, "java/lang/Object", null);
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "m", "()I", null, null);
    mv.visitCode();
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitInsn(Opcodes.IRETURN);
    mv.visitMaxs(1, 0);
    mv.visitEnd();
    Map<String, byte[]> classes = new TreeMap<>(GOOD);
    classes.put("p/Broken", writer.toByteArray());

    Ran ran = run("verify", "-cp", CLASS_PATH, folder("in", classes));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith("p/Broken.m()I: ").contains("1 problems");
  }

  @Test
  void aCorruptClassFileIsAProblem() throws Exception {
    byte[] cut = Arrays.copyOf(GOOD.get("p/Good"), 100);

    Path in = folder("in", Map.of("p/Good", cut));

    Ran ran = run("verify", in);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith(in.resolve("p/Good.class") + ": cannot weave");
    assertThat(ran.out()).contains("is corrupt", "1 problems");
  }

  @Test
  void withoutACommandTheCommandsAreNamed() {
    Ran ran = run();

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines())
        .containsExactly(
            "weft: error: a command is missing: weave, explain or verify; see weft --help");
  }

  @Test
  void aWrongCommandOrTooFewArgumentsIsMisuse() {
    assertThat(run("unravel").status()).isEqualTo(2);
    assertThat(run("unravel").err()).contains("unravel").contains("weave");
    assertThat(run("weave", "in").status()).isEqualTo(2);
    assertThat(run("weave", "in").err()).contains("OUT");
    assertThat(run("explain", "--nonsense", "in").status()).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(run("--help").status()).isZero();
    assertThat(run("--help").out()).contains("weave", "explain", "verify");
    assertThat(run("--version").out()).startsWith("Weft ");
    assertThat(run("weave", "--help").out()).contains("IN", "OUT", "--class-path");
  }
}
