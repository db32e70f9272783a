package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.benchmarks.common.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All scores of one run on one JDK, as the JSON files of its rounds have them.
 *
 * @param jdk the feature release
 * @param vm the full version of the JVM
 * @param settings how long was measured
 * @param scores in the order of the file
 */
record Results(int jdk, String vm, String settings, List<Score> scores) {

  /** Reads what JMH has written in each round. */
  static Results read(List<Path> rounds) throws IOException {
    var benchmarks = new LinkedHashMap<String, List<JsonNode>>();
    for (Path json : rounds) {
      for (JsonNode run : new ObjectMapper().readTree(json.toFile())) {
        String key = run.get("benchmark").asText() + run.path("params");
        benchmarks.computeIfAbsent(key, benchmark -> new ArrayList<>()).add(run);
      }
    }
    if (benchmarks.isEmpty()) {
      throw new IOException(rounds + ": no results, since no benchmark matched, or all failed");
    }
    List<Score> scores = benchmarks.values().stream().map(Results::score).toList();
    JsonNode first = benchmarks.values().iterator().next().get(0);
    String version = first.get("jdkVersion").asText();
    String vm = first.get("vmName").asText() + " " + first.get("vmVersion").asText();
    return new Results(
        Runtime.Version.parse(version).feature(), vm, settings(first, rounds.size()), scores);
  }

  private static String settings(JsonNode run, int rounds) {
    return String.format(
        "rounds: %s, JVMs in each: %s, %s x %s of warm-up, %s x %s measured",
        rounds,
        run.get("forks").asText(),
        run.get("warmupIterations").asText(),
        run.get("warmupTime").asText(),
        run.get("measurementIterations").asText(),
        run.get("measurementTime").asText());
  }

  /** What one benchmark has reached in all rounds. */
  private static Score score(List<JsonNode> rounds) {
    JsonNode run = rounds.get(0);
    String name = run.get("benchmark").asText();
    int method = name.lastIndexOf('.');
    int type = name.lastIndexOf('.', method - 1);
    var params = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> param : run.path("params").properties()) {
      params.put(param.getKey(), param.getValue().asText());
    }
    List<List<Double>> cpu = samples(rounds, "/secondaryMetrics/" + CpuTime.METRIC);
    List<List<Double>> bytes = samples(rounds, "/secondaryMetrics/gc.alloc.rate.norm");
    Figure wall = Figure.ofJvms(samples(rounds, "/primaryMetric"));
    return new Score(
        name.substring(type + 1, method),
        params,
        name.substring(method + 1),
        wall,
        cpu.isEmpty() ? wall : Figure.ofJvms(cpu),
        run.at("/primaryMetric/scoreUnit").asText(),
        bytes.isEmpty() ? Double.NaN : Figure.ofJvms(bytes).median());
  }

  /** For each JVM what its iterations have measured; empty if this was not measured. */
  private static List<List<Double>> samples(List<JsonNode> rounds, String metric) {
    List<List<Double>> jvms = new ArrayList<>();
    for (JsonNode round : rounds) {
      for (JsonNode jvm : round.at(metric + "/rawData")) {
        List<Double> samples = new ArrayList<>();
        jvm.forEach(value -> samples.add(value.asDouble()));
        jvms.add(samples);
      }
    }
    return jvms;
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
