package dev.weft.transformer.cli;

import dev.weft.transformer.model.Monitors;
import picocli.CommandLine.Option;

/** The options of weaving that all commands share. */
final class WeavingOptions {

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description =
          "Folders and jars that the input was compiled against, for the superclasses and @Async"
              + " methods it uses.")
  private String classPath = "";

  @Option(
      names = "--monitors",
      paramLabel = "refuse|release",
      converter = MonitorsConverter.class,
      description =
          "What is done with methods that suspend while they hold a monitor: they are refused (the"
              + " default), or give it up meanwhile. The same for everything woven together.")
  private Monitors monitors = Monitors.REFUSE;

  WeavingOptions() {}

  String classPath() {
    return classPath;
  }

  Monitors monitors() {
    return monitors;
  }
}
