package dev.weft.maven;

import dev.weft.maven.incremental.FolderWeaving;
import dev.weft.maven.incremental.Outcome;
import dev.weft.transformer.cli.BuildReport;
import dev.weft.transformer.cli.SourcePositions;
import org.apache.maven.plugin.MojoFailureException;

/** Weaves one of the sets of classes, and tells what came of it. */
abstract class WeavingMojo extends WeftMojo {

  final void weave(Classes classes) throws Exception {
    if (!has(classes)) {
      return;
    }
    warnOfOtherVersion();
    Outcome outcome = FolderWeaving.weave(settings(classes));
    SourcePositions positions = positions(classes);
    outcome.warnings().forEach(warning -> getLog().warn(positions.prefixed(warning)));
    String missing = BuildReport.ofMissing(outcome.missing());
    if (missing != null) {
      getLog().warn(missing);
    }
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

  private MojoFailureException failure(Outcome outcome) {
    int count = outcome.problems().size();
    String first = outcome.problems().get(0);
    String others = count == 1 ? "" : " (and " + (count - 1) + " more, see above)";
    return new MojoFailureException(
        this, "weaving failed", "Weaving failed, and no class was written: " + first + others);
  }
}
