package dev.weft.transformer.cli;

import picocli.CommandLine.Option;

/** The option by which commands learn of classes outside the input. */
final class ClassPathOption {

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description =
          "Folders and jars that the input was compiled against, for the superclasses and @Async"
              + " methods it uses.")
  private String path = "";

  ClassPathOption() {}

  String path() {
    return path;
  }
}
