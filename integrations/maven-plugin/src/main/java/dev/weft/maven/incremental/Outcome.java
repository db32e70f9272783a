package dev.weft.maven.incremental;

import java.util.List;
import java.util.Set;

/**
 * What a weaving did. If there are problems, it has written nothing.
 *
 * @param considered how many classes had to be looked at, since they or what they depend on changed
 * @param woven how many of those are woven
 * @param written how many files of the folder are others than before
 * @param removed how many of those are gone: what had been added to classes that are
 * @param problems why it cannot be woven, one for each method or class
 * @param warnings what in the program will hardly do what was meant
 * @param missing the binary names of classes that were asked for and are nowhere to be found
 */
public record Outcome(
    int considered,
    int woven,
    int written,
    int removed,
    List<String> problems,
    List<String> warnings,
    Set<String> missing) {

  static final Outcome UP_TO_DATE = new Outcome(0, 0, 0, 0, List.of(), List.of(), Set.of());

  static Outcome failure(String problem) {
    return new Outcome(0, 0, 0, 0, List.of(problem), List.of(), Set.of());
  }

  public Outcome {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    missing = Set.copyOf(missing);
  }

  /** Whether everything lay there as it should. */
  public boolean isUpToDate() {
    return considered == 0 && removed == 0;
  }
}
