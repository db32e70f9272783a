package dev.weft.transformer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Verification;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.ModuleBoundaries;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class put together instruction by instruction, {@code p.Made} with {@code static void run()},
 * of which the checks and the JVM must think the same.
 */
final class AssembledClass {

  static final Map<String, byte[]> OTHERS =
      Sources.compile(
          """
          package p;
          public class Base {
            public int number;
            public final int fixed = 1;
            public static final Object SHARED = new Object();
            public static Object open;
            private static Object secret;
            public Base() {}
            public static char letter() { return 'a'; }
            public static Object any(Object given) { return given; }
            public static void take(String text) {}
            public static void takeBoth(String text, int number) {}
            private static void hide(String text) {}
            public String text() { return ""; }
            public final String settled() { return ""; }
            private final String own() { return ""; }
            static final String shared() { return ""; }
          }
          """,
          """
          package q;
          public class Other {
            static Object kept;
            protected static Object ours;
            public static Object open;
            static void keep(String text) {}
            protected int guarded;
            protected void guard() {}
            protected static void guardAll() {}
            final void settledHere() {}
            public Other() {}
            protected Other(int number) {}
          }
          """,
          """
          package p;
          public interface Face { Object call(Object given); }
          """,
          """
          package p;
          public interface Number { int number(); }
          """,
          """
          package p;
          public final class Closed {
            public static String text() { return ""; }
            public static void fail(Error error) { throw error; }
          }
          """,
          """
          package p;
          public abstract sealed class Sealed permits Sealed.Allowed {
            static final class Allowed extends Sealed {}
          }
          """,
          """
          package p;
          public sealed interface SealedFace permits SealedFace.Allowed {
            final class Allowed implements SealedFace {}
          }
          """,
          """
          package p;
          public interface Left {
            default String said() { return "left"; }
            static String told() { return ""; }
            private String kept() { return ""; }
          }
          """,
          """
          package p;
          public interface Right { default String said() { return "right"; } }
          """,
          """
          package p;
          public interface Lower extends Left { default String said() { return "lower"; } }
          """,
          """
          package p;
          public interface Open { String said(); }
          """,
          """
          package p;
          public abstract class Unfinished {
            public abstract String said();
            public static class Nested { private static void hide() {} }
          }
          """);

  private static final String NAME = "p/Made";

  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
  private final Map<String, byte[]> others = new TreeMap<>(OTHERS);
  private ModuleBoundaries modules = ModuleBoundaries.NONE;

  AssembledClass() {
    this("java/lang/Object");
  }

  AssembledClass(String superName, String... interfaces) {
    this(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, superName, interfaces);
  }

  AssembledClass(int version, int access, String superName, String... interfaces) {
    writer.visit(version, access, NAME, null, superName, interfaces);
  }

  /** One whose {@code run()} does nothing. */
  AssembledClass idle() {
    return run(mv -> mv.visitInsn(Opcodes.RETURN));
  }

  /** Adds a public constructor without arguments. */
  AssembledClass constructor(String superName) {
    return method(
        Opcodes.ACC_PUBLIC,
        "<init>",
        "()V",
        mv -> {
          mv.visitVarInsn(Opcodes.ALOAD, 0);
          mv.visitMethodInsn(Opcodes.INVOKESPECIAL, superName, "<init>", "()V", false);
          mv.visitInsn(Opcodes.RETURN);
        });
  }

  AssembledClass with(Consumer<ClassVisitor> part) {
    part.accept(writer);
    return this;
  }

  /** Adds a class, or puts it in another's place. */
  AssembledClass beside(String name, byte[] file) {
    others.put(name, file);
    return this;
  }

  /** Adds {@code public static void run()}. */
  AssembledClass run(Consumer<MethodVisitor> code) {
    return method(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()V", code);
  }

  AssembledClass method(int access, String name, String desc, Consumer<MethodVisitor> code) {
    MethodVisitor mv = writer.visitMethod(access, name, desc, null, null);
    mv.visitCode();
    code.accept(mv);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    return this;
  }

  AssembledClass field(int access, String name, String desc) {
    writer.visitField(access, name, desc, null, null).visitEnd();
    return this;
  }

  AssembledClass seeing(ModuleBoundaries boundaries) {
    modules = boundaries;
    return this;
  }

  /** The checks find one problem, and the JVM does not run it either. */
  void isRefused(Class<? extends LinkageError> byJvm, String problem) throws Exception {
    byte[] file = finish();

    assertThat(problems(file)).hasSize(1).allSatisfy(each -> assertThat(each).contains(problem));
    Throwable thrown = catchThrowable(() -> runInJvm(file));
    assertThat(thrown).as("what the JVM throws").isInstanceOf(byJvm);
  }

  /** The checks find nothing, and the JVM runs it. */
  void isSound() throws Exception {
    byte[] file = finish();

    assertThat(problems(file)).isEmpty();
    assertThatCode(() -> runInJvm(file)).doesNotThrowAnyException();
  }

  private byte[] finish() {
    writer.visitEnd();
    return writer.toByteArray();
  }

  private List<String> problems(byte[] file) {
    Hierarchy hierarchy = Sources.hierarchy(others, name -> false);
    return Verification.check(file, hierarchy, modules);
  }

  private void runInJvm(byte[] file) throws Throwable {
    Map<String, byte[]> all = new TreeMap<>(others);
    all.put(NAME, file);
    try {
      Sources.load(all, "p.Made").getMethod("run").invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
