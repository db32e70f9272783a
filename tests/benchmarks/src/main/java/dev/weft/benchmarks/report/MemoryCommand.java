package dev.weft.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code memory}: the heap that suspended coroutines take, and what fits into a heap at all. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description =
        "Suspends many coroutines at once and says how many bytes each takes; recurses very deep.")
final class MemoryCommand implements Callable<Integer> {

  private static final List<String> PEERS =
      List.of("handwritten", "weft", "kotlin", "kotlinx", "eaAsync", "virtualThreads");

  /** What waits for a call that is made by hand; of one frame alone. */
  private static final List<String> WAITING =
      List.of("weftSuspend", "weftCompleter", "kotlinSuspendCoroutine", "kotlinCancellable");

  private final ObjectMapper json = new ObjectMapper();

  @Mixin private JdkOptions options;

  @Option(
      names = "--count",
      description = "How many coroutines; a tenth of it for threads. Default: ${DEFAULT-VALUE}")
  private int count = 2_000_000;

  @Option(
      names = "--capacity",
      description = "Also so many at once in --heap, one frame each; 100000000 takes minutes.")
  private int capacity;

  @Option(names = "--heap", description = "The heap for --capacity. Default: ${DEFAULT-VALUE}")
  private String heap = "8g";

  @Option(
      names = "--depth",
      description = "How deep to recurse in a heap of 2 GB. Default: ${DEFAULT-VALUE}")
  private int depth = 10_000_000;

  MemoryCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Jdk jdk : options.jdks()) {
      measure(jdk, options.work());
    }
    return 0;
  }

  private void measure(Jdk jdk, Path work) throws IOException, InterruptedException {
    ArrayNode results = json.createArrayNode();
    for (int frames : new int[] {1, 3}) {
      for (String peer : PEERS) {
        if (peer.equals("virtualThreads") && !jdk.hasVirtualThreads()) {
          continue;
        }
        int n = peer.equals("virtualThreads") ? count / 10 : count;
        results.add(suspended(jdk, peer, frames, n, "4g"));
      }
    }
    for (String peer : WAITING) {
      results.add(suspended(jdk, peer, 1, count, "4g"));
    }
    if (capacity > 0) {
      results.add(suspended(jdk, "handwritten", 1, capacity, heap));
      results.add(suspended(jdk, "weft", 1, capacity, heap));
    }
    for (String peer : List.of("handwritten", "weft")) {
      results.add(deep(jdk, peer));
    }
    Files.createDirectories(work);
    json.writerWithDefaultPrettyPrinter()
        .writeValue(work.resolve("memory-" + jdk.feature() + ".json").toFile(), results);
  }

  /** Serial collection, an old generation as large as can be: what counts is what fits. */
  private ObjectNode suspended(Jdk jdk, String peer, int frames, int n, String maxHeap)
      throws IOException, InterruptedException {
    var command =
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx" + maxHeap,
            "-Xmn64m",
            "-cp",
            Jars.self().toString(),
            "dev.weft.benchmarks.memory.Suspended",
            peer,
            String.valueOf(frames),
            String.valueOf(n));
    return result(jdk, command).put("peer", peer).put("frames", frames).put("heap", maxHeap);
  }

  private ObjectNode deep(Jdk jdk, String peer) throws IOException, InterruptedException {
    var command =
        List.of(
            "-Xmx2g",
            "-cp",
            Jars.self().toString(),
            "dev.weft.benchmarks.memory.Deep",
            peer,
            String.valueOf(depth));
    return result(jdk, command).put("peer", peer).put("depth", depth).put("heap", "2g");
  }

  /** What a main prints, or why it did not come to its end. */
  private ObjectNode result(Jdk jdk, List<String> command)
      throws IOException, InterruptedException {
    ObjectNode result;
    try {
      result = (ObjectNode) json.readTree(jdk.run(command).lastLine());
    } catch (IOException failed) {
      result = json.createObjectNode().put("failed", failed.getMessage());
    }
    System.out.println(
        "JDK "
            + jdk.feature()
            + ": "
            + String.join(" ", command.subList(4, command.size()))
            + ": "
            + result);
    return result;
  }
}
