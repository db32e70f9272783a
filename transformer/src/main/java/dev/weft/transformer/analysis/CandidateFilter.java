package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Hierarchy;

/**
 * Tells from a class file's constants and supertypes, without reading its methods, whether weaving
 * it could change anything.
 */
public final class CandidateFilter {

  private CandidateFilter() {}

  /** What is to be done with a class. */
  public enum Verdict {
    /** Nothing in it has to do with coroutines. */
    UNTOUCHED,
    /** It has been woven before. */
    WOVEN,
    /** It may hold coroutines. */
    CANDIDATE
  }

  /**
   * Looks at a class.
   *
   * @param compatibility which other library's calls are woven, too
   */
  public static Verdict of(ClassHeader header, Hierarchy hierarchy, Compatibility compatibility) {
    if (header.namesWoven()) {
      return Verdict.WOVEN;
    }
    boolean candidate =
        header.namesAsync()
            || header.namesWeft()
            || (compatibility == Compatibility.EA_ASYNC && header.namesEaAsync())
            || inheritsAsync(header, hierarchy)
            || (header.makesLambdas() && makesAsyncLambdas(header, hierarchy));
    return candidate ? Verdict.CANDIDATE : Verdict.UNTOUCHED;
  }

  /** Whether a class inherits {@code @Async} methods. */
  public static boolean inheritsAsync(ClassHeader header, Hierarchy hierarchy) {
    return hierarchy.hasAsync(header.superName()) || anyHasAsync(header.interfaces(), hierarchy);
  }

  /** Lambdas name their interface only as the return type of a descriptor. */
  private static boolean makesAsyncLambdas(ClassHeader header, Hierarchy hierarchy) {
    return anyHasAsync(header.returnedClasses(), hierarchy);
  }

  private static boolean anyHasAsync(Iterable<String> types, Hierarchy hierarchy) {
    for (String type : types) {
      if (hierarchy.hasAsync(type)) {
        return true;
      }
    }
    return false;
  }
}
