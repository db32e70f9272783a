package dev.weft.tests.conformance;

import dotty.tools.dotc.reporting.Reporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kotlin.Unit;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import scala.Option;

/** Compilers that are not the JDK's. All run inside this JVM. */
final class OtherCompilers {

  private OtherCompilers() {}

  /** Eclipse's, whose code and stack map frames have other shapes than javac's. */
  static ProgramCompiler ecj(String... options) {
    return Workspace.compiler(
        ".java",
        (sources, classes) -> {
          var arguments = arguments(sources, classes, Compiler.classPath(), options);
          arguments.addAll(List.of("-proc:none", "-nowarn"));
          var errors = new StringWriter();
          var out = new PrintWriter(errors);
          check(
              BatchCompiler.compile(arguments.toArray(String[]::new), out, out, null),
              errors.toString());
        });
  }

  /** Kotlin's. */
  static ProgramCompiler kotlin(String... options) {
    return Workspace.compiler(
        ".kt",
        (sources, classes) -> {
          var arguments = arguments(sources, classes, Compiler.classPath(Unit.class), options);
          arguments.addAll(List.of("-no-stdlib", "-no-reflect", "-nowarn"));
          var errors = new ByteArrayOutputStream();
          ExitCode exit =
              new K2JVMCompiler()
                  .exec(
                      new PrintStream(errors, true, StandardCharsets.UTF_8),
                      arguments.toArray(String[]::new));
          check(exit == ExitCode.OK, errors.toString(StandardCharsets.UTF_8));
        });
  }

  /** Scala's. */
  static ProgramCompiler scala(String... options) {
    return Workspace.compiler(
        ".scala",
        (sources, classes) -> {
          Reporter reporter =
              dotty.tools.dotc.Main.process(
                  arguments(sources, classes, Compiler.classPath(Option.class), options)
                      .toArray(String[]::new));
          check(!reporter.hasErrors(), reporter.allErrors().toString());
        });
  }

  /** Groovy's. */
  static ProgramCompiler groovy() {
    return Workspace.compiler(
        ".groovy",
        (sources, classes) -> {
          var configuration = new CompilerConfiguration();
          configuration.setTargetDirectory(classes.toFile());
          configuration.setTargetBytecode(CompilerConfiguration.JDK17);
          configuration.setClasspath(Compiler.classPath());
          var unit = new CompilationUnit(configuration);
          sources.forEach(each -> unit.addSource(each.toFile()));
          unit.compile();
        });
  }

  private static List<String> arguments(
      List<Path> sources, Path classes, String classPath, String... options) {
    var arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-classpath", classPath, "-d", classes.toString()));
    sources.forEach(each -> arguments.add(each.toString()));
    return arguments;
  }

  private static void check(boolean compiled, String errors) {
    if (!compiled) {
      throw new IllegalArgumentException("programs do not compile:\n" + errors);
    }
  }
}
