package dev.weft.tests.conformance;

/** A way in which programs are compiled and woven. */
enum Build {
  /** With tables of lines and variables. */
  DEBUG("-g", true),
  /** Without any. */
  BARE("-g:none", true),
  /**
   * As if the weaver could not be sure that called classes are woven, so that all calls are linked
   * late.
   */
  LATE("-g", false);

  final String option;
  final boolean callsDirectly;

  Build(String option, boolean callsDirectly) {
    this.option = option;
    this.callsDirectly = callsDirectly;
  }
}
