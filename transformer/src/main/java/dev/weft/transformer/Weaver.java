package dev.weft.transformer;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.WeavingRules;
import org.jspecify.annotations.Nullable;

/**
 * Weaves class files: {@code @Async} methods become coroutines, everything else stays as it is.
 *
 * <p>One weaver serves one class loader (or one build). It never loads a class; what it needs to
 * know of others it reads from their files. The same input gives the same output, byte for byte.
 * Any thread.
 */
public final class Weaver {

  private final Hierarchy hierarchy;
  private final WeavingRules rules;
  private final boolean explains;

  /** A weaver that knows other classes through {@code hierarchy}, and refuses held monitors. */
  public Weaver(Hierarchy hierarchy) {
    this(hierarchy, WeavingRules.DEFAULT);
  }

  /** A weaver that knows other classes through {@code hierarchy}. */
  public Weaver(Hierarchy hierarchy, WeavingRules rules) {
    this(hierarchy, rules, false);
  }

  private Weaver(Hierarchy hierarchy, WeavingRules rules, boolean explains) {
    this.hierarchy = hierarchy;
    this.rules = rules;
    this.explains = explains;
  }

  /** A weaver that does the same, and whose reports have details. It takes longer. */
  public Weaver explaining() {
    return new Weaver(hierarchy, rules, true);
  }

  /**
   * Weaves one class.
   *
   * @return null if there is nothing to weave, or the class has been woven before
   * @throws WeaveException if the class file is corrupt or of a version that is not known
   */
  public @Nullable WovenClass weave(byte[] classFile) {
    Screening screening = Screening.of(classFile);
    if (!screening.isCandidate(hierarchy, rules.compatibility())) {
      return null;
    }
    try {
      return candidate(classFile, screening).weave();
    } catch (RuntimeException e) {
      throw screening.failure(e);
    }
  }

  /**
   * Does for a class that is not to be woven the one thing it needs to be called by those that are:
   * a body for methods that it inherits from two woven interfaces.
   *
   * @return null if it needs nothing, as almost always
   * @throws WeaveException if the class file is corrupt
   */
  public @Nullable WovenClass complete(byte[] classFile) {
    Screening screening = Screening.of(classFile);
    if (!screening.inheritsAsync(hierarchy)) {
      return null;
    }
    try {
      return candidate(classFile, screening).complete();
    } catch (RuntimeException e) {
      throw screening.failure(e);
    }
  }

  private CandidateWeaving candidate(byte[] classFile, Screening screening) {
    return new CandidateWeaving(classFile, screening.header(), hierarchy, rules, explains);
  }
}
