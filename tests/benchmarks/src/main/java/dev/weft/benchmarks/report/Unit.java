package dev.weft.benchmarks.report;

/**
 * The unit of a time.
 *
 * @param symbol of the unit
 * @param nanos how many nanoseconds it has
 */
record Unit(String symbol, double nanos) {

  /** The unit that JMH names {@code ns/op}, {@code us/op} or {@code ms/op}. */
  static Unit of(String name) {
    return switch (name) {
      case "ns/op" -> new Unit("ns", 1);
      case "us/op" -> new Unit("µs", 1e3);
      case "ms/op" -> new Unit("ms", 1e6);
      default -> throw new IllegalArgumentException("a unit that no workload has: " + name);
    };
  }
}
