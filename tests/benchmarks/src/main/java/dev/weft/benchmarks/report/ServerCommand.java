package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.benchmarks.server.Load;
import dev.weft.benchmarks.server.Protocol;
import dev.weft.benchmarks.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code server}: requests per second and their latency, with the load from another process. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description =
        "Starts an echo and a small HTTP server, written in several ways, in turn, and drives each"
            + " from another process.")
final class ServerCommand implements Callable<Integer> {

  @Mixin private JdkOptions options;

  @Option(names = "--connections", description = "How many. Default: ${DEFAULT-VALUE}")
  private int connections = 100;

  @Option(names = "--rounds", description = "How often each is driven. Default: ${DEFAULT-VALUE}")
  private int rounds = 6;

  @Option(names = "--warm-up", description = "Seconds for each. Default: ${DEFAULT-VALUE}")
  private int warmUp = 3;

  @Option(names = "--seconds", description = "Measured for each. Default: ${DEFAULT-VALUE}")
  private int seconds = 3;

  @Option(
      names = "--servers",
      split = ",",
      description = "Which, divided by commas. Default: ${DEFAULT-VALUE}")
  private List<String> servers = Server.KINDS;

  @Spec private CommandSpec spec;

  ServerCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (String server : servers) {
      if (!Server.KINDS.contains(server)) {
        throw new ParameterException(
            spec.commandLine(),
            "--servers: there is no server '" + server + "', only " + Server.KINDS);
      }
    }
    for (Jdk jdk : options.jdks()) {
      measure(jdk);
    }
    return 0;
  }

  /** All servers once, then all once more, so that what else the machine does hits them alike. */
  private void measure(Jdk jdk) throws IOException, InterruptedException {
    var json = new ObjectMapper();
    ArrayNode results = json.createArrayNode();
    for (Protocol protocol : Protocol.values()) {
      Map<String, List<ObjectNode>> samples = new TreeMap<>();
      for (int i = 0; i < rounds; i++) {
        for (String server : servers) {
          if (!server.equals("virtualThreads") || jdk.hasVirtualThreads()) {
            ObjectNode sample = (ObjectNode) json.readTree(drive(jdk, server, protocol));
            System.out.println("JDK " + jdk.feature() + ": " + server + " " + protocol + sample);
            samples.computeIfAbsent(server, each -> new ArrayList<>()).add(sample);
          }
        }
      }
      samples.forEach((server, all) -> results.add(summary(server, protocol, all)));
    }
    Files.createDirectories(options.work());
    json.writerWithDefaultPrettyPrinter()
        .writeValue(options.work().resolve("server-" + jdk.feature() + ".json").toFile(), results);
  }

  private ObjectNode summary(String server, Protocol protocol, List<ObjectNode> samples) {
    ObjectNode summary = new ObjectMapper().createObjectNode();
    summary.put("server", server).put("connections", connections);
    summary.put("protocol", protocol.name().toLowerCase(Locale.ROOT));
    samples
        .get(0)
        .fieldNames()
        .forEachRemaining(
            name ->
                Figure.of(samples.stream().map(each -> each.get(name).asDouble()).toList())
                    .into(summary, name));
    return summary;
  }

  /** Starts a server, and the load; returns what that one prints. */
  private String drive(Jdk jdk, String server, Protocol protocol)
      throws IOException, InterruptedException {
    var start = new ProcessBuilder(jdk.java(command(Server.class, server, protocol.name())));
    Process process = start.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      String port = out.readLine();
      if (port == null) {
        throw new IOException(server + " did not start, exit status " + process.waitFor());
      }
      List<String> load =
          command(
              Load.class,
              protocol.name(),
              port,
              String.valueOf(connections),
              String.valueOf(warmUp),
              String.valueOf(seconds));
      return jdk.run(load).lastLine();
    } finally {
      process.getOutputStream().close();
      int unused = process.waitFor();
    }
  }

  private static List<String> command(Class<?> main, String... arguments) {
    var command = new ArrayList<>(List.of("-cp", Jars.self().toString(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
