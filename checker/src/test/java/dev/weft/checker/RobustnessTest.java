package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Model;
import dev.weft.checker.report.Report;
import dev.weft.checker.report.Settings;
import dev.weft.checker.rules.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Sources that are broken, class files of others, and a checker that is: no compilation fails. */
final class RobustnessTest {

  private static final String IMPORTS =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.util.*;
      import java.util.function.*;
      import static dev.weft.Weft.*;
      """;

  @TempDir Path folder;

  private static List<String> of(String body) {
    return Compilation.checked().source("A.java", IMPORTS + body).compile().texts();
  }

  @Test
  void brokenSourcesGetTheCompilersErrorsAlone() {
    List<String> broken =
        List.of(
            "class A { @Async Missing m() { return await(missing()); } }",
            "class A { void m() { unknown(x -> await(x)); Unknown u = () -> await(1); } }",
            "class A extends Missing { @Override int m() { return super.m(); } }",
            "class A implements Missing { public int m() { for (var x : missing) { return x; } } }",
            "class A { @Async void m() { try (var x = missing()) { x.y(); } } }",
            "class A { Object o = (Missing) () -> await(this.x); { missing::m; } }",
            "class A { @Async int m( { await( } ",
            "class A { @SuppressWarnings(MISSING) @Async(nothing = 1) void m() { delay(); } }",
            "class A { var x = () -> await(null); void m() { var y = z -> await(z); } }");
    for (String each : broken) {
      List<String> said = of(each);
      assertThat(said).as(each).isNotEmpty();
      assertThat(said).as(each).noneMatch(text -> text.contains("the checker failed"));
      assertThat(said).as(each).noneMatch(text -> text.contains("[weft:refused]"));
    }
  }

  @Test
  void whatIsWrongElsewhereDoesNotHideFindings() {
    assertThat(of("class A { int x = missing; @Async Task<?> m() { emit(1); return null; } }"))
        .anyMatch(text -> text.contains("[weft:refused]"))
        .anyMatch(text -> text.contains("cannot find symbol"));
  }

  @Test
  void declarationsOfModulesAndPackages() {
    assertThat(
            Compilation.checked()
                .source("module-info.java", "module m {}")
                .source("p/package-info.java", "/** A package. */\npackage p;")
                .source("p/A.java", "package p;\n@interface A { int value() default 1; }")
                .compile()
                .texts())
        .isEmpty();
  }

  @Test
  void withoutWeftNothingIsChecked() {
    assertThat(
            Compilation.checked()
                .withoutClassPath()
                .source(
                    "A.java",
                    "class A { Runnable r = () -> {}; void m() throws Exception {"
                        + " for (Object each : new java.util.ArrayList<>()) { Thread.sleep(1); } } }")
                .compile()
                .texts())
        .isEmpty();
  }

  @Test
  void marksInClassFilesAreInherited() {
    Compilation.Result base =
        new Compilation()
            .option("-proc:none")
            .output(folder)
            .source(
                "Base.java",
                IMPORTS
                    + "public abstract class Base<T> implements Face<T> {"
                    + " @Async protected abstract T make(T from); }")
            .source(
                "Face.java",
                IMPORTS
                    + "public interface Face<T> { @Async T take(T t);"
                    + " @Async default T twice(T t) { return take(take(t)); } }")
            .compile();
    assertThat(base.succeeded()).isTrue();
    String derived =
        IMPORTS
            + "class A extends Base<String> {\n"
            + "  protected String make(String from) { return await(Task.<String>completer().task()); }\n"
            + "  public String take(String t) { return await(Task.<String>completer().task()); }\n"
            + "  public String other(String t) { return await(Task.<String>completer().task()); }\n"
            + "  static final Face<String> LAMBDA = t -> await(Task.<String>completer().task());\n"
            + "  String plain() { return twice(\"\"); }\n"
            + "}\n";
    assertThat(Compilation.checked().classPath(folder).source("A.java", derived).compile().texts())
        .satisfiesExactly(
            other -> assertThat(other).startsWith("A.java:9:").contains("[weft:await]"),
            plain -> assertThat(plain).startsWith("A.java:11:").contains("[weft:plain]"));
  }

  @Test
  void classFilesWhoseSupertypesAreMissing() throws IOException {
    new Compilation()
        .option("-proc:none")
        .output(folder)
        .source("Gone.java", "public class Gone { public void m() {} }")
        .source("Left.java", "public class Left extends Gone { public static void s() {} }")
        .compile();
    Files.delete(folder.resolve("Gone.class"));
    assertThat(
            Compilation.checked()
                .classPath(folder)
                .source("A.java", IMPORTS + "class A { @Async void m() { new Left(); Left.s(); } }")
                .compile()
                .texts())
        .noneMatch(text -> text.contains("[weft"));
  }

  /** As Kotlin's compiler makes them: metadata, bridges and synthetic methods. */
  @Test
  void classFilesOfOtherCompilers() throws IOException {
    var writer = new ClassWriter(0);
    int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    writer.visit(
        Opcodes.V1_8, open | Opcodes.ACC_INTERFACE, "FromKotlin", null, "java/lang/Object", null);
    writer.visitAnnotation("Lkotlin/Metadata;", true).visitEnd();
    var method = writer.visitMethod(open, "load", "()Ljava/lang/String;", null, null);
    method.visitAnnotation("Lorg/jetbrains/annotations/NotNull;", false).visitEnd();
    method.visitAnnotation("Ldev/weft/annotations/Async;", true).visitEnd();
    writer.visitEnd();
    Files.write(folder.resolve("FromKotlin.class"), writer.toByteArray());
    assertThat(
            Compilation.checked()
                .classPath(folder)
                .source(
                    "A.java",
                    IMPORTS
                        + "class A implements FromKotlin {"
                        + " public String load() { return await(Task.<String>completer().task()); }"
                        + " FromKotlin face = () -> await(Task.<String>completer().task()); }")
                .compile()
                .findings())
        .isEmpty();
  }

  @Test
  void whatProcessorsGenerateIsChecked() {
    var generator =
        new AbstractProcessor() {
          private boolean done;

          @Override
          public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
          }

          @Override
          public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
          }

          @Override
          public boolean process(Set<? extends TypeElement> all, RoundEnvironment round) {
            ProcessingEnvironment environment = processingEnv;
            if (!done) {
              done = true;
              try (var out = environment.getFiler().createSourceFile("Made").openWriter()) {
                out.write(IMPORTS + "class Made { void m() { emit(1); } }");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
            return false;
          }
        };
    assertThat(
            new Compilation()
                .source("A.java", "class A extends Made {}")
                .processor(generator)
                .processor(new WeftProcessor())
                .compile()
                .findings())
        .singleElement()
        .asString()
        .startsWith("Made.java:6:");
  }

  /** A checker with a fault, as a plugin. */
  public static final class Faulty implements Plugin {
    @Override
    public String getName() {
      return "faulty";
    }

    @Override
    public void init(JavacTask task, String... arguments) {
      Rule faulty =
          new Rule() {
            @Override
            public void method(
                com.sun.source.util.TreePath path, ExecutableElement method, Body body) {
              throw new IllegalStateException("a fault");
            }
          };
      task.addTaskListener(
          new TaskListener() {
            @Override
            public void finished(TaskEvent event) {
              if (event.getKind() == TaskEvent.Kind.ANALYZE) {
                Trees trees = Trees.instance(task);
                var model = new Model(trees, task.getElements(), task.getTypes(), Set.of());
                var report = new Report(trees, new Settings(Settings.Level.ERROR, Set.of()));
                new ClassCheck(model, report, List.of(faulty), "A")
                    .check(trees.getPath(event.getTypeElement()));
              }
            }
          });
    }
  }

  @Test
  void aFaultOfTheCheckerIsOneWarning() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("com.sun.source.util.Plugin"), Faulty.class.getName() + "\n");
    Compilation.Result result =
        new Compilation()
            .option("-processorpath", classPathWith(folder), "-proc:none", "-Xplugin:faulty")
            .source("A.java", "class A {\n  void one() {}\n\n  void two() {}\n}\n")
            .compile();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.texts())
        .singleElement()
        .asString()
        .contains("warning: [weft] the checker failed in A")
        .contains("line ")
        .contains("java.lang.IllegalStateException: a fault at ")
        .contains("What is compiled is not affected");
  }

  private static String classPathWith(Path first) {
    return Stream.of(first.toString(), System.getProperty("java.class.path"))
        .reduce((one, other) -> one + System.getProperty("path.separator") + other)
        .orElseThrow();
  }

  @Test
  void deepExpressions() {
    var sum = new StringBuilder("1");
    for (int i = 0; i < 500; i++) {
      sum.append(" + one()");
    }
    assertThat(of("class A { int one() { return 1; } @Async int m() { return " + sum + "; } }"))
        .isEmpty();
  }
}
