package dev.weft.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All targets of speed that JMH measures. */
final class Targets {

  private static final double KOTLINX = 1 / 5.0;

  private static final List<String> AGAINST_KOTLIN =
      List.of(
          "LeafUnderCallers",
          "SkynetQueued",
          "SkynetEager",
          "Recursion",
          "TaskStart",
          "ForkJoin",
          "ExceptionThroughCallers",
          "Generators");

  private Targets() {}

  static List<Target> all() {
    List<Target> targets = new ArrayList<>(calls());
    targets.addAll(switches());
    targets.addAll(wholes());
    for (String loop : List.of("RareAwaitLoop", "NestedLoop", "ListLoop")) {
      targets.addAll(loop(loop));
    }
    for (String workload : AGAINST_KOTLIN) {
      targets.add(Target.of("never slower than Kotlin", workload, "kotlin", 1));
      targets.add(Target.of("5x faster than kotlinx", workload, "kotlinx", KOTLINX));
    }
    targets.add(
        Target.of("as Kotlin without callers in traces", "ExceptionThroughCallers", "kotlin", 1)
            .in("weftWithoutCallers"));
    targets.add(
        Target.of("never slower than Kotlin", "AwaitFuture", "kotlin", 1).in("weftInPlace"));
    targets.add(Target.of("5x faster than kotlinx", "AwaitFuture", "kotlinx", KOTLINX));
    targets.add(
        Target.of("5x faster than kotlinx", "TimerWait", "kotlinx", KOTLINX).in("weftEventLoop"));
    targets.addAll(ConcurrencyTargets.all());
    return targets;
  }

  private static List<Target> calls() {
    return List.of(
        Target.of("a call within 1.15x of plain Java", "Calls", "plain", 1.15),
        Target.of("a call 4x faster than Kotlin", "Calls", "kotlin", 1 / 4.0),
        Target.of("a call 5x faster than kotlinx", "CallsOfPeers", "kotlinx", KOTLINX));
  }

  private static List<Target> switches() {
    String workload = "SuspendResume";
    return List.of(
        Target.of("a switch within 1.2x of handwritten", workload, "handwritten", 1.2),
        Target.of("a switch 1.5x faster than Kotlin", workload, "kotlin", 1 / 1.5),
        Target.of("a switch 5x faster than kotlinx", workload, "kotlinx", KOTLINX),
        Target.of("a switch 25x faster than ea-async", workload, "eaAsync", 1 / 25.0),
        Target.of(
            "a switch 40x faster than virtual threads",
            workload,
            "virtualThreadsOneCarrier",
            1 / 40.0),
        Target.ofItself(
            "a switch under 1,000 callers within 1.3x of under one",
            "LeafUnderCallers",
            Map.of("callers", "1000"),
            Map.of("callers", "1"),
            1.3));
  }

  private static List<Target> wholes() {
    return List.of(
        Target.of("ping-pong 3x faster than Kotlin", "PingPong", "kotlin", 1 / 3.0),
        Target.of("ping-pong 5x faster than kotlinx", "PingPong", "kotlinx", KOTLINX),
        Target.of("skynet within 1.3x of handwritten", "SkynetQueued", "handwritten", 1.3),
        Target.of("a generator within 1.5x of an iterator", "Generators", "handwritten", 1.5),
        Target.of("deep recursion within 3x of handwritten", "DeepRecursion", "handwritten", 3),
        Target.of("weaving at half the speed of ASM alone", "WeavingSpeed", "asm", 2));
  }

  private static List<Target> loop(String workload) {
    return List.of(
        Target.of(
            "a loop never suspended within 1.05x of plain",
            workload,
            Map.of("suspends", "never"),
            "plain",
            1.05),
        Target.of(
            "a loop after resumption within 1.10x of plain",
            workload,
            Map.of("suspends", "first"),
            "plain",
            1.10));
  }
}
