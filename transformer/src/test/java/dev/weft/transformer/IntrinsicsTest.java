package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Intrinsic;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.report.MethodReport;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Which calls suspend is declared in class files of the runtime. */
class IntrinsicsTest {

  private static final String WEFT = "dev/weft/Weft";

  private static final String WAITS =
      """
      package p;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      class Waits {
        @Async static void m() {
          Weft.yieldNow();
        }
        static java.util.function.Supplier<Task<String>> lambda() {
          return () -> Task.completed(Weft.await(Task.completed("a")));
        }
      }
      """;

  private static final String OTHER =
      """
      package p;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import dev.weft.woven.Intrinsic;
      class Other {
        @Intrinsic(owner = dev.weft.woven.Suspend.class, method = "yieldNow")
        static void letOthersRun() {}

        @Intrinsic(owner = dev.weft.woven.Suspend.class, method = "await",
            parameters = java.util.concurrent.CompletionStage.class)
        static Object waitFor(Task<?> task) { return task; }

        @Async static Task<String> task() { return Task.completed("a"); }

        @Async static void m() {
          letOthersRun();
          waitFor(task());
        }
      }
      """;

  private static Hierarchy hierarchy(Map<String, byte[]> classes, byte[] weft) {
    var others = new LoaderClassFiles(ClassLoader.getSystemClassLoader());
    return new Hierarchy(
        name ->
            name.equals(WEFT)
                ? weft
                : classes.containsKey(name) ? classes.get(name) : others.find(name),
        classes::containsKey);
  }

  private static WovenClass weave(byte[] classFile, Hierarchy hierarchy) {
    return Objects.requireNonNull(new Weaver(hierarchy).weave(classFile));
  }

  @Test
  void runtimeThatIsMissingIsNamed() {
    Map<String, byte[]> classes = Sources.compile(WAITS);
    WovenClass woven = weave(classes.get("p/Waits"), hierarchy(classes, null));
    assertThat(woven.methods())
        .hasSize(2)
        .extracting(MethodReport::refusal)
        .allMatch(text -> text.contains("put weft-runtime on the class path"))
        .anyMatch(
            text -> text.startsWith("p.Waits.m(Waits.java:6) was not woven: it calls yieldNow"));
  }

  @Test
  void runtimeOfAnotherVersionIsNamed() {
    var old = new ClassWriter(0);
    byte[] weft = new LoaderClassFiles(ClassLoader.getSystemClassLoader()).find(WEFT);
    new ClassReader(weft).accept(withoutIntrinsics(old), 0);
    Map<String, byte[]> classes = Sources.compile(WAITS);
    WovenClass woven = weave(classes.get("p/Waits"), hierarchy(classes, old.toByteArray()));
    assertThat(woven.methods())
        .extracting(MethodReport::refusal)
        .allMatch(text -> text.contains("weft-runtime on the class path is of another version"));
  }

  private static ClassVisitor withoutIntrinsics(ClassVisitor next) {
    return new ClassNode(Opcodes.ASM9) {
      @Override
      public void visitEnd() {
        methods.forEach(method -> method.invisibleAnnotations = null);
        accept(next);
      }
    };
  }

  @Test
  void anyClassMayDeclareThem() {
    Map<String, byte[]> classes = Sources.compile(OTHER);
    Hierarchy hierarchy = Sources.hierarchy(classes);
    Intrinsic waits =
        hierarchy.intrinsic("p/Other", "waitFor", "(Ldev/weft/Task;)Ljava/lang/Object;");
    assertThat(waits.descriptor("(Ldev/weft/Task;)Ljava/lang/Object;"))
        .isEqualTo(
            "(Ljava/util/concurrent/CompletionStage;Ldev/weft/woven/WovenCarrier;)Ljava/lang/Object;");
    WovenClass woven = weave(classes.get("p/Other"), hierarchy);
    MethodReport report =
        woven.methods().stream().filter(each -> each.method().equals("m")).findFirst().get();
    assertThat(report.points())
        .extracting(MethodReport.Point::callee)
        .containsExactly(
            "", "Other.letOthersRun", "Other.waitFor"); // which consumes no task made before
    assertThat(Verification.check(woven, hierarchy)).isEmpty();
  }
}
