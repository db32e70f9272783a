package dev.weft.checker;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** Installs the checker in javac, by what other compilers do not have. */
final class Javac {

  private static final String TASK_TYPES = "META-INF/weft/task-types";

  private Javac() {}

  static void install(ProcessingEnvironment environment, Map<String, String> options) {
    var all = new HashMap<>(options);
    String declared = declaredTaskTypes(environment);
    if (!declared.isEmpty()) {
      all.merge("taskTypes", declared, (one, other) -> one + "," + other);
    }
    Checker.install(JavacTask.instance(environment), all);
  }

  /**
   * The types that the first declaration on the class path declares to be task-like; the compiler
   * shows no other.
   */
  private static String declaredTaskTypes(ProcessingEnvironment environment) {
    try {
      FileObject file =
          environment.getFiler().getResource(StandardLocation.CLASS_PATH, "", TASK_TYPES);
      return file.getCharContent(true)
          .toString()
          .lines()
          .map(line -> line.replaceFirst("#.*", ""))
          .filter(line -> line.contains("="))
          .map(line -> line.substring(0, line.indexOf('=')).strip().replace('$', '.'))
          .collect(Collectors.joining(","));
    } catch (IOException | RuntimeException none) { // as nearly always
      return "";
    }
  }
}
