package dev.weft.tests.conformance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Checks class files as strictly as can be: with ASM's data flow and with the JVM's verifier. */
final class Verification {

  private Verification() {}

  /** What is wrong with the classes whose names begin with {@code prefix}; empty if nothing is. */
  static String problems(Map<String, byte[]> classes, String prefix) {
    var loader = new BytesLoader(classes);
    var problems = new StringBuilder(ofJvm(classes, prefix, loader));
    classes.forEach(
        (name, bytes) -> {
          if (name.startsWith(prefix)) {
            problems.append(ofAsm(name, bytes, loader));
          }
        });
    return problems.toString();
  }

  /** The same, as far as the JVM's verifier tells, which is much faster. */
  static String problemsOfJvm(Map<String, byte[]> classes, String prefix) {
    return ofJvm(classes, prefix, new BytesLoader(classes));
  }

  private static String ofJvm(Map<String, byte[]> classes, String prefix, ClassLoader loader) {
    return classes.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> ofJvm(name, loader))
        .collect(Collectors.joining());
  }

  /** Asking for its methods links a class, which verifies it, but does not initialise it. */
  private static String ofJvm(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
      var unused = type.getDeclaredMethods();
      return "";
    } catch (ClassNotFoundException | LinkageError e) {
      return name + ": " + e + "\n";
    }
  }

  private static String ofAsm(String name, byte[] bytes, ClassLoader loader) {
    var text = new StringWriter();
    try {
      CheckClassAdapter.verify(new ClassReader(bytes), loader, false, new PrintWriter(text));
    } catch (RuntimeException e) {
      return name + ": " + e + "\n";
    }
    String problem = text.toString();
    return problem.length() > 4000 ? problem.substring(0, 4000) : problem;
  }
}
