package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Classes woven at build time that run without something that they were woven to call: the error
 * names the class, what is missing, and the way out.
 */
class MissingPartsTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Program {
        @Async static String suspending(String s) { Weft.yieldNow(); return s; }
        @Async static Task<String> task(String s) { return Task.completed(suspending(s)); }
        @Async static Generator<Integer> numbers() { Weft.emit(1); return null; }
        @Async static void helper() { Weft.emit("h"); }
        @Async static Generator<String> callers() { helper(); return null; }
        @Async static AsyncGenerator<Integer> later() { Weft.emit(1); return null; }
        @Async String virtual(String s) { return suspending(s); }
        @Async static String calls(Program p) { return p.virtual("v"); }
      }
      """;

  private static final String MAIN =
      """
      class Main {
        interface Call { Object call() throws Exception; }

        static void show(String name, Call call) {
          try {
            System.out.println(name + ": " + call.call());
          } catch (java.util.concurrent.CompletionException e) {
            System.out.println(name + ": " + e.getCause());
          } catch (Throwable e) {
            System.out.println(name + ": " + e);
          }
        }

        static void plain() {
          show("suspending", () -> Program.suspending("s"));
          show("task", () -> ((java.util.concurrent.CompletionStage<?>) Program.task("t")).toCompletableFuture().join());
          show("generator", () -> Program.numbers().hasNext());
          show("calling", () -> Program.callers().hasNext());
          show("async", () -> Program.later() != null);
          show("virtual", () -> Program.calls(new Program()));
        }

        static class OnLoop {
          static void run() {
            show("loop", () -> dev.weft.Weft.run(dev.weft.Schedulers.workStealing(1),
                (dev.weft.AsyncCallable<String>) () -> Program.suspending("l")));
          }
        }

        public static void main(String[] args) {
          plain();
          if (args.length > 0) OnLoop.run();
        }
      }
      """;

  @TempDir Path folder;

  private Path woven;

  @BeforeEach
  void weave() throws Exception {
    Path plain = Compiler.compile(folder.resolve("plain"), PROGRAM + MAIN);
    woven = folder.resolve("woven");
    var weaving = new ChildJvm(folder).weave(plain, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
  }

  private void removeFrames(String method) throws IOException {
    Files.delete(woven.resolve("Program$" + method + "$Frame.class"));
  }

  private ChildJvm.Result run() throws Exception {
    return new ChildJvm(folder).classPath(woven).run("Main", "loop");
  }

  private static void assertSays(ChildJvm.Result result, String name, String... parts) {
    String line =
        result.out().lines().filter(each -> each.startsWith(name + ":")).findFirst().orElse("");
    assertThat(line).as(result.out() + result.err()).contains(parts);
  }

  @Test
  void allIsThere() throws Exception {
    assertThat(run().out().lines())
        .containsExactly(
            "suspending: s",
            "task: t",
            "generator: true",
            "calling: true",
            "async: true",
            "virtual: v",
            "loop: l");
  }

  @Test
  void withoutTheRuntimeTheClassSaysSo() throws Exception {
    var result = new ChildJvm(folder).run("-cp", woven.toString(), "Main");

    for (String name :
        new String[] {"suspending", "task", "generator", "calling", "async", "virtual"}) {
      assertSays(
          result,
          name,
          "java.lang.NoClassDefFoundError: Program was woven by Weft, and weft-runtime is not",
          "put dev.weft:weft-runtime of the weaver's version on the class path",
          "dev/weft/");
    }
  }

  @Test
  void withoutAFrameClassWhoeverMeetsItIsToldWhich() throws Exception {
    removeFrames("suspending");
    removeFrames("helper");

    var result = run();

    for (String name : new String[] {"suspending", "task", "virtual", "loop"}) {
      assertSays(
          result,
          name,
          "NoClassDefFoundError: Program.suspending(Program.java:5) was woven by Weft, which added"
              + " the class Program$suspending$Frame, and that is not there",
          "Deploy all classes that weaving writes (*$Frame)");
    }
    assertSays(result, "calling", "Program.helper(Program.java:8) was woven by Weft, which added");
    assertSays(result, "generator", "true");
  }

  @Test
  void withoutTheFrameClassOfACallerOrAGenerator() throws Exception {
    removeFrames("calls");
    removeFrames("numbers");
    removeFrames("later");

    var result = run();

    assertSays(
        result, "virtual", "Program.calls(Program.java:12) was woven by Weft", "$calls$Frame");
    assertSays(result, "generator", "Program.numbers(Program.java", "$numbers$Frame, and that is");
    assertSays(
        result, "async", "Program.later(Program.java", "$later$Frame, and that is not there");
    assertSays(result, "suspending", "suspending: s");
  }

  @Test
  void verifyOfTheCommandLineNamesTheFrameClass() throws Exception {
    removeFrames("suspending");

    var result = new ChildJvm(folder).verify(woven);

    assertThat(result.out()).contains("Program.suspending", "Program$suspending$Frame");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void aFrameClassOfAnotherBuildIsNamed() throws Exception {
    Path frame = woven.resolve("Program$suspending$Frame.class");
    renameMethods(frame, "save");

    assertSays(
        run(),
        "task",
        "IncompatibleClassChangeError: Program.suspending(Program.java:5) was woven by Weft, and"
            + " the class Program$suspending$Frame beside it is of another build");
  }

  @Test
  void anOlderRuntimeIsNamed() throws Exception {
    Path older = folder.resolve("older");
    Path carrier = older.resolve("dev/weft/woven/WovenCarrier.class");
    Files.createDirectories(carrier.getParent());
    Files.write(carrier, entry(Jars.RUNTIME, "dev/weft/woven/WovenCarrier.class"));
    renameMethods(carrier, "link");
    String path = older + File.pathSeparator + Jars.application() + File.pathSeparator + woven;

    var result = new ChildJvm(folder).run("-cp", path, "Main", "loop");

    for (String name : new String[] {"suspending", "task", "loop"}) {
      assertSays(
          result,
          name,
          "IncompatibleClassChangeError: Program.suspending(Program.java:5) was woven by Weft, and"
              + " the weft-runtime that it runs with has no 'void dev.weft.woven.WovenCarrier.link(",
          "Give what weaves and weft-runtime one version");
    }
  }

  @Test
  void aRuntimeWithoutAllThatWeavingNamesIsNamed() throws Exception {
    Path stripped = without(Jars.RUNTIME, "dev/weft/woven/TaskMethod.class");
    String path = stripped + File.pathSeparator + Jars.ANNOTATIONS + File.pathSeparator + woven;

    var result = new ChildJvm(folder).run("-cp", path, "Main");

    assertSays(
        result,
        "task",
        "NoClassDefFoundError: Program.task(Program.java) was woven by Weft, and the weft-runtime"
            + " that it runs with has no dev.weft.woven.TaskMethod");
  }

  @Test
  void aClassThatIsThereUnwovenIsNamed() throws Exception {
    Path apart = folder.resolve("apart");
    Files.createDirectories(apart);
    Files.copy(folder.resolve("plain").resolve("Program.class"), apart.resolve("Program.class"));
    String path = Jars.application() + File.pathSeparator + apart + File.pathSeparator + woven;

    assertSays(
        new ChildJvm(folder).run("-cp", path, "Main", "loop"),
        "loop",
        "was woven by Weft, together with Program, which is there unwoven");
  }

  private static byte[] entry(Path jar, String name) throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private Path without(Path jar, String left) throws IOException {
    Path copy = folder.resolve("stripped.jar");
    try (var zip = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (ZipEntry each : zip.stream().filter(e -> !e.getName().equals(left)).toList()) {
        out.putNextEntry(new ZipEntry(each.getName()));
        out.write(zip.getInputStream(each).readAllBytes());
      }
    }
    return copy;
  }

  /** Methods whose names begin so have others, as they may have in another version. */
  private static void renameMethods(Path file, String prefix) throws IOException {
    var writer = new ClassWriter(0);
    new ClassReader(Files.readAllBytes(file))
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String desc, String signature, String[] thrown) {
                String other = name.startsWith(prefix) ? "other" + name : name;
                return super.visitMethod(access, other, desc, signature, thrown);
              }
            },
            0);
    Files.write(file, writer.toByteArray());
  }
}
