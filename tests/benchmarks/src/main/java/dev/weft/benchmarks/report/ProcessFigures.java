package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The figures that are measured in JVMs of their own: memory and servers. */
final class ProcessFigures {

  private final ObjectMapper json = new ObjectMapper();
  private final Path work;
  private final List<Results> runs;

  ProcessFigures(Path work, List<Results> runs) {
    this.work = work;
    this.runs = runs;
  }

  /** Appends what was measured of them. */
  void appendTo(StringBuilder text) throws IOException {
    if (isThere("memory-")) {
      memory(text);
    }
    servers(text);
  }

  private boolean isThere(String prefix) {
    return runs.stream().anyMatch(run -> Files.exists(file(prefix, run)));
  }

  private Path file(String prefix, Results run) {
    return work.resolve(prefix + run.jdk() + ".json");
  }

  private void memory(StringBuilder text) throws IOException {
    text.append("\n## Suspended coroutines\n\n");
    text.append("The queue in which they wait is not counted.\n\n");
    text.append("| JDK | | frames | how many | heap | bytes each | suspend | resume |\n");
    text.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (JsonNode each : all("memory-", "frames")) {
      text.append(suspended(each));
    }
    text.append("\n## Depth\n\n| JDK | | deep | heap | for each call |\n");
    text.append("| --- | --- | ---: | ---: | ---: |\n");
    for (JsonNode each : all("memory-", "depth")) {
      text.append(deep(each));
    }
  }

  private List<JsonNode> all(String prefix, String having) throws IOException {
    var found = new ArrayList<JsonNode>();
    for (Results run : runs) {
      Path file = file(prefix, run);
      if (Files.exists(file)) {
        for (JsonNode each : json.readTree(file.toFile())) {
          if (each.has(having)) {
            ((ObjectNode) each).put("jdk", run.jdk());
            found.add(each);
          }
        }
      }
    }
    return found;
  }

  private static String suspended(JsonNode each) {
    String outcome =
        each.has("failed")
            ? "failed: " + each.get("failed").asText() + " | | "
            : number(each, "bytesEach")
                + " | "
                + number(each, "suspendNanosEach")
                + " ns | "
                + number(each, "resumeNanosEach")
                + " ns";
    return row(
        each,
        each.path("frames").asText()
            + " | "
            + number(each, "count")
            + " | "
            + each.path("heap").asText(),
        outcome);
  }

  private static String deep(JsonNode each) {
    return row(
        each,
        number(each, "depth") + " | " + each.path("heap").asText(),
        each.has("failed")
            ? "failed: " + each.get("failed").asText()
            : number(each, "nanosEach") + " ns");
  }

  private static String row(JsonNode each, String what, String outcome) {
    String peer = Tables.PEERS.get(each.path("peer").asText());
    return "| " + each.get("jdk").asInt() + " | " + peer + " | " + what + " | " + outcome + " |\n";
  }

  private static String number(JsonNode each, String field) {
    return each.has(field) ? Figure.number(each.get(field).asDouble()) : "";
  }

  private void servers(StringBuilder text) throws IOException {
    List<JsonNode> all = all("server-", "server");
    if (all.isEmpty()) {
      return;
    }
    text.append(
        "\n## Servers\n\nThe load is another process on the same machine, each connection as fast as it is answered:\ncompare rows, not machines. The ratio is that of requests per second to handwritten.\n\n");
    text.append("| JDK | | | connections | requests/s | ratio | p50 ms | p99 ms |\n");
    text.append("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (JsonNode each : all) {
      text.append(server(each, all));
    }
  }

  private static String server(JsonNode each, List<JsonNode> all) {
    Figure requests = Figure.from(each.get("requestsPerSecond"));
    String ratio =
        all.stream()
            .filter(other -> other.get("jdk").equals(each.get("jdk")))
            .filter(other -> other.get("protocol").equals(each.get("protocol")))
            .filter(other -> other.get("server").asText().equals("handwritten"))
            .map(other -> requests.over(Figure.from(other.get("requestsPerSecond"))).toString())
            .findFirst()
            .orElse("");
    return "| "
        + String.join(
            " | ",
            each.get("jdk").asText(),
            each.get("protocol").asText(),
            Tables.PEERS.getOrDefault(each.get("server").asText(), each.get("server").asText()),
            number(each, "connections"),
            requests.toString(),
            ratio,
            figure(each, "p50"),
            figure(each, "p99"))
        + " |\n";
  }

  private static String figure(JsonNode figures, String name) {
    return Figure.from(figures.get(name)).toString();
  }
}
