package dev.weft.transformer.cli;

/** The command line of the weaver. */
public final class Main {

  private Main() {}

  /** Runs a command. */
  public static void main(String[] args) {}
}
