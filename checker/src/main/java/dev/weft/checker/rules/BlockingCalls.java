package dev.weft.checker.rules;

import com.sun.source.util.TreePath;
import dev.weft.checker.model.Annotations;
import dev.weft.checker.model.Body;
import dev.weft.checker.model.Kind;
import dev.weft.checker.model.Members;
import dev.weft.checker.model.Model;
import dev.weft.checker.report.Check;
import dev.weft.checker.report.Report;
import dev.weft.checker.rules.BlockingMethods.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/**
 * Calls that block, in coroutines: of methods that are listed, and of those that JetBrains'
 * annotation {@code Blocking} marks, and {@code NonBlocking} does not.
 */
public final class BlockingCalls implements Rule {

  private static final String BLOCKING = "org.jetbrains.annotations.Blocking";
  private static final String NON_BLOCKING = "org.jetbrains.annotations.NonBlocking";

  private final Model model;
  private final Report report;
  private final BlockingMethods methods;

  /** What to write instead of a method; empty if it does not block. */
  private final Map<ExecutableElement, Optional<String>> known = new HashMap<>();

  /** The rule. */
  public BlockingCalls(Model model, Report report, BlockingMethods methods) {
    this.model = model;
    this.report = report;
    this.methods = methods;
  }

  @Override
  public void call(TreePath path, ExecutableElement callee, Body body) {
    if (body.kind() == null || body.kind() == Kind.GENERATOR || body.mayBlock()) {
      return;
    }
    known
        .computeIfAbsent(callee, each -> Optional.ofNullable(insteadOf(each)))
        .ifPresent(
            instead ->
                report.found(
                    Check.BLOCKING,
                    path,
                    name(callee)
                        + " blocks the thread that "
                        + body.describe()
                        + " runs on, and with it all coroutines there. Use "
                        + (instead.isEmpty() ? "" : instead + ", or put it into ")
                        + "Weft.blocking(() -> ..)."));
  }

  private static String name(ExecutableElement callee) {
    String type = Callees.ownerOf(callee).replaceFirst(".*\\.", "");
    return callee.getSimpleName().contentEquals("<init>")
        ? "new " + type
        : type + "." + callee.getSimpleName();
  }

  private @Nullable String insteadOf(ExecutableElement callee) {
    if (model.coroutines().kindOf(callee) != null) {
      return null;
    }
    List<ExecutableElement> overridden = model.members().overridden(callee);
    Boolean said = whatItSays(callee);
    for (ExecutableElement above : overridden) {
      said = said == null ? whatItSays(above) : said;
    }
    if (Boolean.FALSE.equals(said)) {
      return null;
    }
    for (Entry each : methods.named(callee.getSimpleName().toString())) {
      if (isMeant(each, callee) || overridden.stream().anyMatch(above -> isMeant(each, above))) {
        return each.instead();
      }
    }
    return said == null ? null : "";
  }

  /** Whether the annotation that says so stands at a method, or else around it. */
  public static boolean saysThatItBlocks(ExecutableElement method) {
    return Boolean.TRUE.equals(whatItSays(method));
  }

  /** What the nearest annotation says: true if the method blocks. Null if there is none. */
  private static @Nullable Boolean whatItSays(ExecutableElement method) {
    for (Element each = method; each != null; each = each.getEnclosingElement()) {
      if (Annotations.has(each, BLOCKING)) {
        return true;
      }
      if (Annotations.has(each, NON_BLOCKING)) {
        return false;
      }
    }
    return null;
  }

  private boolean isMeant(Entry entry, ExecutableElement method) {
    List<? extends VariableElement> declared = method.getParameters();
    List<String> parameters = entry.parameters();
    if (!Callees.ownerOf(method).equals(entry.owner())
        || (parameters != null && parameters.size() != declared.size())) {
      return false;
    }
    Members members = model.members();
    for (int i = 0; parameters != null && i < parameters.size(); i++) {
      if (!members.erasedText(declared.get(i).asType()).equals(parameters.get(i))) {
        return false;
      }
    }
    return true;
  }
}
