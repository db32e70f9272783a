package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.benchmarks.common.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All scores of one run of JMH on one JDK, as its JSON file has them.
 *
 * @param jdk the feature release
 * @param vm the full version of the JVM
 * @param settings how long was measured
 * @param scores in the order of the file
 */
record Results(int jdk, String vm, String settings, List<Score> scores) {

  /** Reads JMH's JSON. */
  static Results read(Path json) throws IOException {
    JsonNode runs = new ObjectMapper().readTree(json.toFile());
    List<Score> scores = new ArrayList<>();
    for (JsonNode run : runs) {
      scores.add(score(run));
    }
    if (scores.isEmpty()) {
      throw new IOException(json + " holds no results: no benchmark matched, or all failed");
    }
    JsonNode first = runs.get(0);
    String version = first.get("jdkVersion").asText();
    String vm = first.get("vmName").asText() + " " + first.get("vmVersion").asText();
    return new Results(Runtime.Version.parse(version).feature(), vm, settings(first), scores);
  }

  private static String settings(JsonNode run) {
    return String.format(
        "%s forks, %s x %s of warm-up, %s x %s measured",
        run.get("forks").asText(),
        run.get("warmupIterations").asText(),
        run.get("warmupTime").asText(),
        run.get("measurementIterations").asText(),
        run.get("measurementTime").asText());
  }

  private static Score score(JsonNode run) {
    String name = run.get("benchmark").asText();
    int method = name.lastIndexOf('.');
    int type = name.lastIndexOf('.', method - 1);
    var params = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> param : run.path("params").properties()) {
      params.put(param.getKey(), param.getValue().asText());
    }
    JsonNode time = run.get("primaryMetric");
    JsonNode others = run.path("secondaryMetrics");
    Figure wall = Figure.of(samples(time));
    JsonNode cpu = others.path(CpuTime.METRIC);
    return new Score(
        name.substring(type + 1, method),
        params,
        name.substring(method + 1),
        wall,
        cpu.isMissingNode() ? wall : Figure.of(samples(cpu)),
        time.get("scoreUnit").asText(),
        others.path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN));
  }

  /** One for each iteration of each fork. */
  private static List<Double> samples(JsonNode metric) {
    List<Double> samples = new ArrayList<>();
    metric.get("rawData").forEach(fork -> fork.forEach(value -> samples.add(value.asDouble())));
    return samples;
  }

  /** The score of a workload with these parameters, done in one way. */
  Optional<Score> find(String workload, Map<String, String> params, String peer) {
    return scores.stream()
        .filter(
            score ->
                score.workload().equals(workload)
                    && score.params().equals(params)
                    && score.peer().equals(peer))
        .findFirst();
  }
}
