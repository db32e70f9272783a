package dev.weft.maven;

import dev.weft.maven.incremental.FolderWeaving;
import dev.weft.maven.incremental.Outcome;
import dev.weft.transformer.cli.SourcePositions;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;

/** Weaves one of the sets of classes, and tells what came of it. */
abstract class WeavingMojo extends WeftMojo {

  /** How many missing classes are named. */
  private static final int NAMED = 5;

  final void weave(Classes classes) throws Exception {
    if (!has(classes)) {
      return;
    }
    warnOfOtherVersion();
    Outcome outcome = FolderWeaving.weave(settings(classes));
    SourcePositions positions = positions(classes);
    outcome.warnings().forEach(warning -> getLog().warn(positions.prefixed(warning)));
    warnOfMissing(outcome);
    outcome.problems().forEach(problem -> getLog().error(positions.prefixed(problem)));
    if (!outcome.problems().isEmpty()) {
      throw failure(outcome);
    }
    if (outcome.isUpToDate()) {
      getLog().info("Nothing to weave - all classes are up to date");
    } else {
      getLog()
          .info(
              "Woven "
                  + outcome.woven()
                  + " of "
                  + outcome.considered()
                  + " changed classes, "
                  + outcome.written()
                  + " files written");
    }
  }

  private void warnOfMissing(Outcome outcome) {
    if (!outcome.missing().isEmpty()) {
      String some =
          outcome.missing().stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
      int others = outcome.missing().size() - NAMED;
      getLog()
          .warn(
              "not found among the dependencies, so nothing is known of @Async methods there: "
                  + some
                  + (others > 0 ? " and " + others + " others" : "")
                  + "; calls of them, overrides and lambdas may have been left as they are");
    }
  }

  private MojoFailureException failure(Outcome outcome) {
    int count = outcome.problems().size();
    String first = outcome.problems().get(0);
    String others = count == 1 ? "" : " (and " + (count - 1) + " more, see above)";
    return new MojoFailureException(
        this, "weaving failed", "Weaving failed, and no class was written: " + first + others);
  }
}
