package dev.weft.benchmarks.report;

import java.util.Map;

/**
 * What an operation of a workload takes when done in one way on one JDK.
 *
 * @param workload the workload's simple class name
 * @param params its parameters by name, in the order of their names
 * @param peer the benchmark method: in which way
 * @param wall time on the wall for one operation, in {@code unit}
 * @param cpu processor time of the whole JVM for one operation, in nanoseconds; what is compared
 * @param unit as JMH names it, {@code ns/op} say
 * @param bytes allocated for one operation, or NaN
 */
record Score(
    String workload,
    Map<String, String> params,
    String peer,
    Figure wall,
    Figure cpu,
    String unit,
    double bytes) {

  /** This processor time over another's. */
  Figure over(Score other) {
    return cpu.over(other.cpu);
  }

  /** The parameters as a reader wants to see them. */
  String variant() {
    var text = new StringBuilder();
    params.forEach((name, value) -> text.append(", ").append(name).append(' ').append(value));
    return params.isEmpty() ? "" : text.substring(2);
  }
}
