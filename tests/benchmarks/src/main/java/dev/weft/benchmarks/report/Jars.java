package dev.weft.benchmarks.report;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** Where the build has put the jars, as seen from the one that this runs from. */
final class Jars {

  private Jars() {}

  /** The runnable jar of the benchmarks. */
  static Path self() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The folder that holds the whole project. */
  static Path project() {
    Path target = self().getParent();
    return target.resolve("../../..").normalize();
  }

  /** What a woven program needs on its class path. */
  static List<Path> ofPrograms() {
    return List.of(
        project().resolve("runtime/target/weft-runtime.jar"),
        project().resolve("annotations/target/weft-annotations.jar"));
  }

  /** The agent. */
  static Path agent() {
    return project().resolve("agent/target/weft-agent.jar");
  }
}
