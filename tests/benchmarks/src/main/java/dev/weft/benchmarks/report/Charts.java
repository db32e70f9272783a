package dev.weft.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The charts of the page: bars with their error, logarithmic, a colour for each JDK. */
final class Charts {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 400;
  private static final Color[] COLOURS = {new Color(0x2f6f9f), new Color(0xd9822b)};

  private final List<Results> runs;
  private final Tables tables;

  Charts(List<Results> runs) {
    this.runs = runs;
    this.tables = new Tables(runs);
  }

  /** Draws the last variant of a workload into {@code folder}; the file's name. */
  String draw(String workload, Path folder) throws IOException {
    List<Map<String, String>> variants = List.copyOf(tables.variants(workload));
    Map<String, String> variant = variants.get(variants.size() - 1);
    List<String> peers = peersWith(workload, variant);
    CategoryChart chart = chart(workload, variant);
    for (Results run : runs) {
      addSeries(chart, run, workload, variant, peers);
    }
    chart.getStyler().setYAxisMin(axisStart(workload, variant));
    try (OutputStream file = Files.newOutputStream(folder.resolve(workload + ".svg"))) {
      ChartEncoder.saveChart(chart, file, "svg");
    }
    return workload + ".svg";
  }

  private List<String> peersWith(String workload, Map<String, String> variant) {
    return Tables.PEERS.keySet().stream()
        .filter(
            peer -> runs.stream().anyMatch(run -> run.find(workload, variant, peer).isPresent()))
        .toList();
  }

  private CategoryChart chart(String workload, Map<String, String> variant) {
    Score any =
        runs.stream()
            .flatMap(run -> run.scores().stream())
            .filter(score -> score.workload().equals(workload) && score.params().equals(variant))
            .findFirst()
            .orElseThrow();
    String title = any.variant().isEmpty() ? workload : workload + ": " + any.variant();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle("CPU " + unit(any).symbol() + "/op")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setXAxisLabelRotation(30);
    chart.getStyler().setSeriesColors(COLOURS);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.5f)); // a dash is a shape of its own
    return chart;
  }

  /**
   * On a logarithmic axis XChart takes the logarithm of the error for the length of the bar, so it
   * is given the factor by which the time may be larger.
   */
  private static void addSeries(
      CategoryChart chart,
      Results run,
      String workload,
      Map<String, String> variant,
      List<String> peers) {
    List<String> names = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (String peer : peers) {
      Optional<Score> score = run.find(workload, variant, peer);
      Figure time = score.map(each -> each.cpu().dividedBy(unit(each).nanos())).orElse(null);
      names.add(Tables.PEERS.get(peer));
      times.add(time == null ? null : (Double) time.median());
      errors.add(time == null ? 1.0 : 1 + bar(time) / time.median());
    }
    chart.addSeries("JDK " + run.jdk(), names, times, errors);
  }

  /** The power of ten below the lowest bar; left alone, the axis would begin at zero. */
  private double axisStart(String workload, Map<String, String> variant) {
    double lowest =
        runs.stream()
            .flatMap(run -> run.scores().stream())
            .filter(score -> score.workload().equals(workload) && score.params().equals(variant))
            .map(score -> score.cpu().dividedBy(unit(score).nanos()))
            .mapToDouble(time -> time.median() - bar(time))
            .min()
            .orElseThrow();
    return Math.pow(10, Math.floor(Math.log10(lowest)));
  }

  /**
   * XChart puts the errors of what is below one elsewhere, so nanoseconds are shown by the
   * thousandth.
   */
  private static Unit unit(Score score) {
    Unit unit = Unit.of(score.unit());
    return unit.nanos() == 1 ? new Unit("ps", 1e-3) : unit;
  }

  /** A bar must not reach zero, which a logarithmic axis does not have. */
  private static double bar(Figure time) {
    return Double.isNaN(time.error()) ? 0 : Math.min(time.error(), time.median() * 0.9);
  }
}
