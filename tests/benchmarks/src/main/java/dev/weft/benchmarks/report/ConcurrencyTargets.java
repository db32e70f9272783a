package dev.weft.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** The targets of speed of scopes, waits, channels, select, locks and async generators. */
final class ConcurrencyTargets {

  private static final String ONE_LOOP = "weftEventLoop";
  private static final String THREADS = "weftWorkStealing";
  private static final String KOTLINX_THREADS = "kotlinxWorkStealing";

  private ConcurrencyTargets() {}

  static List<Target> all() {
    List<Target> targets = new ArrayList<>(waits());
    targets.addAll(scopes());
    targets.addAll(channels("ChannelRendezvous"));
    targets.addAll(channels("ChannelBuffered"));
    targets.addAll(onOneLoop("select 2x faster than kotlinx", "SelectChannels", 1 / 2.0));
    targets.addAll(locks());
    targets.addAll(generators());
    targets.addAll(trees());
    return targets;
  }

  private static List<Target> waits() {
    String waits = "ping-pong by the public API within 1.2x of Kotlin";
    return List.of(
        Target.of(waits, "PingPong", "kotlin", 1.2).in("weftSuspend"),
        Target.of(waits, "PingPong", "kotlin", 1.2).in("weftReusable"),
        Target.of("tasks not slower than kotlinx", "AwaitAll", "kotlinx", 1),
        Target.of("tasks not slower than kotlinx on threads", "AwaitAll", KOTLINX_THREADS, 1)
            .in(THREADS),
        Target.of("tasks not slower than CompletableFuture", "AwaitAll", "completableFuture", 1));
  }

  private static List<Target> scopes() {
    String workload = "ScopeChildren";
    String jdk = "a scope 3x faster than StructuredTaskScope";
    return List.of(
        Target.of("a scope 3x faster than kotlinx", workload, "kotlinx", 1 / 3.0),
        Target.of("a scope 3x faster than kotlinx on threads", workload, KOTLINX_THREADS, 1 / 3.0)
            .in(THREADS),
        Target.of(jdk, workload, "structuredTaskScope", 1 / 3.0),
        Target.of(jdk, workload, "structuredTaskScope", 1 / 3.0).in(THREADS));
  }

  private static List<Target> channels(String workload) {
    List<Target> targets =
        new ArrayList<>(onOneLoop("a channel 3x faster than kotlinx", workload, 1 / 3.0));
    String threads = "a channel 1.5x faster than kotlinx on threads";
    targets.add(Target.of(threads, workload, KOTLINX_THREADS, 1 / 1.5).in(THREADS));
    for (String peer : List.of("jox", "virtualThreads")) {
      String faster = "a channel faster than " + Tables.PEERS.get(peer);
      targets.add(Target.of(faster, workload, peer, 1));
      targets.add(Target.of(faster, workload, peer, 1).in(THREADS));
    }
    return targets;
  }

  /**
   * Against kotlinx in {@code runBlocking}, where the caller runs the steps and where a loop does.
   */
  private static List<Target> onOneLoop(String text, String workload, double bound) {
    return List.of(
        Target.of(text, workload, "kotlinx", bound),
        Target.of(text, workload, "kotlinx", bound).in(ONE_LOOP));
  }

  private static List<Target> locks() {
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.of("a free lock within 2x of the JDK's", "LockUncontended", "reentrantLock", 2));
    targets.add(
        Target.of("a free permit within 2x of the JDK's", "PermitUncontended", "semaphore", 2));
    targets.addAll(onOneLoop("a contended lock 3x faster than kotlinx", "LockContended", 1 / 3.0));
    targets.addAll(
        onOneLoop("a contended permit 3x faster than kotlinx", "PermitContended", 1 / 3.0));
    for (String workload : List.of("LockContended", "PermitContended")) {
      String threads = "a contended lock or permit 3x faster than kotlinx on threads";
      targets.add(Target.of(threads, workload, KOTLINX_THREADS, 1 / 3.0).in(THREADS));
    }
    return targets;
  }

  private static List<Target> generators() {
    String element = "an element 2x faster than kotlinx";
    String calls = "concurrent calls not slower than kotlinx";
    return List.of(
        Target.of(element, "AsyncGeneratorElement", "kotlinx", 1 / 2.0),
        Target.of(element, "AsyncGeneratorWords", "kotlinx", 1 / 2.0),
        Target.of(calls, "MapConcurrent", "kotlinx", 1),
        Target.of(calls + " on threads", "MapConcurrent", KOTLINX_THREADS, 1).in(THREADS));
  }

  private static List<Target> trees() {
    return List.of(
        Target.of("a yielding skynet not slower than Kotlin", "SkynetYielding", "kotlin", 1),
        Target.of("skynet by channels not slower than kotlinx", "SkynetChannels", "kotlinx", 1));
  }
}
