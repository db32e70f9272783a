package dev.weft.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.cli.Main;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.Result;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/** A class in two forms: as it was written, and as a recipe has rewritten it, woven. */
final class RewrittenProgram implements AutoCloseable {

  private final URLClassLoader original;
  private final URLClassLoader rewritten;
  private final String className;

  private RewrittenProgram(URLClassLoader original, URLClassLoader rewritten, String className) {
    this.original = original;
    this.rewritten = rewritten;
    this.className = className;
  }

  static RewrittenProgram of(String className, String source, Recipe recipe, Path folder)
      throws IOException {
    String after = rewrite(source, recipe);
    assertThat(after).contains("@Async").doesNotContain("~~>").isNotEqualTo(source);
    Path plain = compile(className, source, folder.resolve("original"));
    Path compiled = compile(className, after, folder.resolve("rewritten"));
    Path woven = folder.resolve("woven");
    assertThat(Main.run("weave", "-cp", classPath(), compiled.toString(), woven.toString()))
        .isZero();
    return new RewrittenProgram(loader(plain), loader(woven), className);
  }

  Class<?> original() throws ClassNotFoundException {
    return original.loadClass(className);
  }

  Class<?> rewritten() throws ClassNotFoundException {
    return rewritten.loadClass(className);
  }

  @Override
  public void close() throws IOException {
    original.close();
    rewritten.close();
  }

  private static String rewrite(String source, Recipe recipe) {
    var context =
        new InMemoryExecutionContext(
            failure -> {
              throw new AssertionError(failure);
            });
    Stream<SourceFile> parsed =
        JavaParser.fromJavaVersion()
            .classpath("weft-runtime", "weft-annotations", "ea-async")
            .build()
            .parse(context, source);
    List<Result> results =
        recipe
            .run(new InMemoryLargeSourceSet(parsed.toList()), context)
            .getChangeset()
            .getAllResults();
    assertThat(results).hasSize(1);
    SourceFile after = results.get(0).getAfter();
    assertThat(after).isNotNull();
    return after.printAll();
  }

  private static Path compile(String className, String source, Path folder) throws IOException {
    Path file = folder.resolve("sources").resolve(className + ".java");
    Path classes = folder.resolve("classes");
    Files.createDirectories(file.getParent());
    Files.createDirectories(classes);
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-g",
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(status).as(source).isZero();
    return classes;
  }

  private static URLClassLoader loader(Path classes) throws IOException {
    return new URLClassLoader(
        new URL[] {classes.toUri().toURL()}, RewrittenProgram.class.getClassLoader());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
