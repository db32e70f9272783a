package dev.weft.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/** What is started. */
enum Startup {
  EMPTY("an empty main"),
  WOVEN("a main with a coroutine, woven when it was built"),
  ARCHIVED("the same, its classes and the runtime in an archive of the JVM"),
  EMPTY_IDLE("an empty main, with an agent that leaves every class as it is"),
  EMPTY_AGENT("an empty main, with Weft's agent"),
  AGENT("a main with a coroutine, woven by Weft's agent"),
  LOAD("without an agent"),
  LOAD_IDLE("with an agent that leaves every class as it is"),
  LOAD_AGENT("with Weft's agent");

  private final String text;

  Startup(String text) {
    this.text = text;
  }

  /** How the page calls it. */
  String text() {
    return text;
  }

  boolean loads() {
    return compareTo(LOAD) >= 0;
  }

  static List<Startup> ofStart() {
    return Arrays.stream(values()).filter(each -> !each.loads()).toList();
  }

  static List<Startup> ofLoading() {
    return Arrays.stream(values()).filter(Startup::loads).toList();
  }
}
