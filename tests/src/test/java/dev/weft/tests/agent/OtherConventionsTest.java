package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Classes that were woven by another version of Weft: the first error names them, and the way out.
 */
class OtherConventionsTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Program {
        @Async static int later(int x) { Weft.yieldNow(); return x; }
        public static void main(String[] args) {
          try {
            AsyncCallable<Integer> body = () -> later(1);
            System.out.println(Weft.run(Schedulers.workStealing(1), body));
          } catch (IncompatibleClassChangeError e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  private static final String ADVICE =
      "weave the class as the compiler wrote it with the version of the runtime";

  @TempDir Path folder;

  private Path woven() throws Exception {
    Path plain = Compiler.compile(folder.resolve("plain"), PROGRAM);
    Path woven = folder.resolve("woven");
    var weaving = new ChildJvm(folder).weave(plain, woven);
    assertThat(weaving.exit()).as(weaving.err()).isZero();
    return woven;
  }

  /** Rewrites {@code Program}: the number that its mark returns, or the name of its annotation. */
  private static void change(Path woven, int convention, String annotation) throws Exception {
    Path file = woven.resolve("Program.class");
    var writer = new ClassWriter(0);
    new ClassReader(Files.readAllBytes(file))
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String desc, String signature, String[] thrown) {
                MethodVisitor next = super.visitMethod(access, name, desc, signature, thrown);
                return !name.equals("weft$woven")
                    ? next
                    : new MethodVisitor(Opcodes.ASM9, next) {
                      @Override
                      public void visitIntInsn(int opcode, int operand) {
                        super.visitIntInsn(opcode, convention);
                      }
                    };
              }

              @Override
              public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                boolean mark = type.endsWith("/Woven;");
                AnnotationVisitor next = super.visitAnnotation(mark ? annotation : type, visible);
                return !mark
                    ? next
                    : new AnnotationVisitor(Opcodes.ASM9, next) {
                      @Override
                      public void visit(String name, Object value) {
                        super.visit(name, convention);
                      }
                    };
              }
            },
            0);
    Files.write(file, writer.toByteArray());
  }

  @Test
  void withoutTheAgentTheFirstLinkSaysSo() throws Exception {
    Path woven = woven();
    change(woven, 99, "Ldev/weft/internal/engine/Woven;");

    var result = new ChildJvm(folder).classPath(woven).run("Program");

    assertThat(result.out())
        .as(result.err())
        .startsWith("Program was woven by another version of Weft")
        .contains("(its calling convention is number 99, the runtime's is ", ADVICE);
  }

  @Test
  void theAgentAndTheCommandLineSaySo() throws Exception {
    for (String name :
        new String[] {"Ldev/weft/internal/engine/Woven;", "Ldev/weft/runtime/Woven;"}) {
      Path woven = woven();
      change(woven, 4, name);

      var run = new ChildJvm(folder).agent("").classPath(woven).run("Program");
      var verified = new ChildJvm(folder).verify(woven);

      for (String said : new String[] {run.err(), verified.out()}) {
        assertThat(said)
            .contains("Program was woven by another version of Weft")
            .contains("(its calling convention is number 4, this one's is ")
            .contains("weave the class as the compiler wrote it with this version");
      }
      assertThat(verified.exit()).isEqualTo(1);
    }
  }

  @Test
  void theSameVersionRuns() throws Exception {
    var result = new ChildJvm(folder).classPath(woven()).run("Program");

    assertThat(result.out()).as(result.err()).isEqualToIgnoringNewLines("1");
  }
}
