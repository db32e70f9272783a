package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * A median and what it may be off by.
 *
 * @param median of what was measured
 * @param error how far that may be off, to either side; NaN if there is too little to tell
 */
record Figure(double median, double error) {

  private static final int FEWEST = 6;

  /**
   * The median of samples; its error is half the width of its 95% confidence interval, which comes
   * from their order and so does not mind a few that were disturbed.
   */
  static Figure of(List<Double> samples) {
    List<Double> sorted = samples.stream().sorted().toList();
    int n = sorted.size();
    double median = median(sorted);
    if (n < FEWEST) {
      return new Figure(median, Double.NaN);
    }
    int low = Math.max(0, (int) Math.floor(n / 2.0 - 0.98 * Math.sqrt(n)));
    return new Figure(median, (sorted.get(n - 1 - low) - sorted.get(low)) / 2);
  }

  /**
   * What several JVMs have measured in several iterations each: for each JVM the lower quartile,
   * since others on the machine only ever make an iteration slower; of those the median. Its error
   * is half of what they differ by: what a JVM has compiled differs from one to the next, so
   * iterations in the same one say little about it.
   *
   * @param jvms at least one, each with at least one iteration
   */
  static Figure ofJvms(List<List<Double>> jvms) {
    List<Double> sorted = jvms.stream().map(Figure::lowerQuartile).sorted().toList();
    int n = sorted.size();
    double error = n == 1 ? Double.NaN : (sorted.get(n - 1) - sorted.get(0)) / 2;
    return new Figure(median(sorted), error);
  }

  private static double median(List<Double> sorted) {
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  private static double lowerQuartile(List<Double> samples) {
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 4);
  }

  /** Writes this as a field of a JSON object. */
  void into(ObjectNode object, String name) {
    object.putObject(name).put("median", median).put("error", error);
  }

  /** The figure that {@link #into} has written. */
  static Figure from(JsonNode written) {
    return new Figure(written.get("median").asDouble(), written.get("error").asDouble(Double.NaN));
  }

  /** The quotient of two, off by what both may be off. */
  Figure over(Figure other) {
    double ratio = median / other.median;
    return new Figure(ratio, ratio * Math.hypot(error / median, other.error / other.median));
  }

  /** In a larger unit. */
  Figure dividedBy(double unit) {
    return new Figure(median / unit, error / unit);
  }

  @Override
  public String toString() {
    return number(median) + (Double.isNaN(error) ? "" : " ± " + number(error));
  }

  /** A number with as many digits as mean something. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
    return size < 0.0005 ? "0" : String.format(Locale.ROOT, format, value);
  }
}
