package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a build tool's plugin has to tell of the weaving of one folder's classes. */
public final class BuildReport {

  /** How many missing classes are named. */
  private static final int NAMED = 5;

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean isAnyWoven;

  /** Of a weaving that begins. */
  public BuildReport() {}

  /**
   * Weaves one class file, and notes what is to be said of it.
   *
   * @return null if there is nothing to weave, or it cannot be woven at all, which is a problem
   */
  public @Nullable WovenClass weave(BuildWeaver weaver, String file) throws IOException {
    WovenClass result;
    try {
      result = weaver.weave(file);
    } catch (BrokenClassException e) {
      problems.add(e.getMessage());
      return null;
    }
    if (result != null) {
      isAnyWoven = true;
      result.methods().forEach(this::add);
    }
    return result;
  }

  private void add(MethodReport method) {
    warnings.addAll(method.warnings());
    String refusal = method.refusal();
    if (refusal != null) {
      problems.add(refusal);
    }
  }

  /**
   * Notes what is to be said of the whole, once all of it has been woven.
   *
   * @return false if it will not run with the runtime that is there: then this is the only problem,
   *     since all others may come from it
   */
  public boolean end(BuildWeaver weaver) throws IOException {
    problems.addAll(weaver.problemsOfDeclarations());
    if (!isAnyWoven) {
      return true;
    }
    RuntimeCheck runtime = RuntimeCheck.of(weaver);
    String warning = runtime.warning();
    if (warning != null) {
      warnings.add(warning);
    }
    String problem = runtime.problem();
    if (problem != null) {
      problems.clear();
      problems.add(problem);
    }
    return problem == null;
  }

  /** Why the classes cannot be woven, one for each method or class; empty if they can. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** What in the program will hardly do what was meant. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * What to warn of where classes are missing; null if none are.
   *
   * @param missing their binary names; see {@link BuildWeaver#missing}
   */
  public static @Nullable String ofMissing(Set<String> missing) {
    if (missing.isEmpty()) {
      return null;
    }
    String some = missing.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
    int others = missing.size() - NAMED;
    return "not found among the dependencies, so nothing is known of @Async methods there: "
        + some
        + (others > 0 ? " and " + others + " others" : "")
        + "; calls of them, overrides and lambdas may have been left as they are";
  }
}
