package dev.weft.benchmarks.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.benchmarks.weft.Runner;
import java.util.Map;

/** Recurses very deep with a suspension at the bottom, in a JVM of its own; checks the result. */
public final class Deep {

  private Deep() {}

  /** Who, and how deep. */
  public static void main(String[] args) throws Exception {
    String peer = args[0];
    int depth = Integer.parseInt(args[1]);
    long start = System.nanoTime();
    long sum =
        switch (peer) {
          case "handwritten" -> new dev.weft.benchmarks.handwritten.Recursion().run(depth);
          case "weft" -> dev.weft.benchmarks.weft.Recursion.run(Runner.manual(), depth);
          case "kotlin" -> dev.weft.benchmarks.kotlin.Recursion.run(depth);
          case "kotlinx" -> dev.weft.benchmarks.kotlinx.Recursion.run(depth);
          case "virtualThreads" -> dev.weft.benchmarks.threads.Threads.recursion(depth);
          default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    long nanos = System.nanoTime() - start;
    if (sum != depth * (depth + 1L) / 2) {
      throw new IllegalStateException("the sum is " + sum);
    }
    var result = Map.of("peer", peer, "depth", depth, "nanosEach", nanos / (double) depth);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }
}
