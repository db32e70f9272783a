package dev.weft.transformer.cli;

import dev.weft.transformer.site.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Sources do not compile; the message is what the compiler said. */
final class CompilationFailure extends IOException {

  private static final String HINT = "name weft-runtime's and weft-annotations' jars with -cp";

  private final transient List<Problem> problems;

  private CompilationFailure(String message, List<Problem> problems) {
    super(message);
    this.problems = problems;
  }

  static CompilationFailure of(List<Diagnostic<? extends JavaFileObject>> said) {
    var errors = said.stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR).toList();
    var problems = new ArrayList<Problem>();
    for (Diagnostic<? extends JavaFileObject> error : errors) {
      problems.add(problem(error));
    }
    String text = errors.stream().map(Object::toString).collect(Collectors.joining("\n")).strip();
    if (errors.stream().anyMatch(CompilationFailure::missesWeft)) {
      problems.add(Problem.of(HINT));
      text += "\n" + HINT;
    }
    return new CompilationFailure("the sources do not compile:\n" + text, problems);
  }

  /** Whether a package of Weft is not on the class path. */
  private static boolean missesWeft(Diagnostic<?> error) {
    return error.getCode().equals("compiler.err.doesnt.exist")
        && error.getMessage(Locale.getDefault()).contains("dev.weft");
  }

  /** One for each of its errors. */
  List<Problem> problems() {
    return problems;
  }

  private static Problem problem(Diagnostic<? extends JavaFileObject> error) {
    JavaFileObject source = error.getSource();
    boolean located = source != null && error.getLineNumber() != Diagnostic.NOPOS;
    return new Problem(
        source == null ? "" : source.getName(),
        located ? error.getLineNumber() : 0,
        error.getMessage(Locale.getDefault()),
        located ? excerpt(error) : "");
  }

  /** The line, with a mark below it, as the compiler shows it. */
  private static String excerpt(Diagnostic<?> error) {
    List<String> lines = error.toString().lines().toList();
    for (int i = 1; i + 1 < lines.size(); i++) {
      if (lines.get(i + 1).strip().equals("^")) {
        return lines.get(i) + "\n" + lines.get(i + 1);
      }
    }
    return "";
  }
}
