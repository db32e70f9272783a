package dev.weft.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of the page: one for each workload, a row for each way of doing it. */
final class Tables {

  /** How the peers are called on the page, in the order in which they are shown. */
  static final Map<String, String> PEERS = peers();

  private final List<Results> runs;

  Tables(List<Results> runs) {
    this.runs = runs;
  }

  private static Map<String, String> peers() {
    var names = new LinkedHashMap<String, String>();
    names.put("plain", "plain Java");
    names.put("handwritten", "handwritten");
    names.put("handwrittenCancellable", "handwritten, cancellable");
    names.put("handwrittenKept", "handwritten, kept");
    names.put("handwrittenTasks", "handwritten, with tasks");
    names.put("asm", "ASM read and write");
    names.put("asmWoven", "ASM, of what is woven");
    names.put("weft", "Weft");
    names.put("weftOwnQueue", "Weft, own queue");
    names.put("weftEventLoop", "Weft, its event loop");
    names.put("weftWorkStealing", "Weft, two threads");
    names.put("weftSuspend", "Weft, suspend");
    names.put("weftReusable", "Weft, reusable resumption");
    names.put("weftCompleter", "Weft, completer");
    names.put("weftWithLock", "Weft, withLock");
    names.put("weftInPlace", "Weft, without a queue");
    names.put("weftWithoutCallers", "Weft, no callers in traces");
    names.put("weftObserved", "observed");
    names.put("weftObservedWithOrigins", "observed, with origins");
    names.put("weftSampled", "sampled");
    names.put("weftRecorded", "recorded");
    names.put("weftRecordedAll", "recorded, all");
    names.put("kotlin", "Kotlin, bare");
    names.put("kotlinSuspendCoroutine", "Kotlin, suspendCoroutine");
    names.put("kotlinCancellable", "Kotlin, suspendCancellableCoroutine");
    names.put("kotlinx", "kotlinx.coroutines");
    names.put("kotlinxWorkStealing", "kotlinx, two threads");
    names.put("netty", "Netty");
    names.put("completableFuture", "CompletableFuture");
    names.put("eaAsync", "ea-async");
    names.put("virtualThreads", "virtual threads");
    names.put("virtualThreadsOneCarrier", "one-carrier threads");
    names.put("structuredTaskScope", "StructuredTaskScope");
    names.put("jox", "Jox");
    names.put("reentrantLock", "ReentrantLock");
    names.put("semaphore", "Semaphore");
    return names;
  }

  /** What all others are compared with; Weft, where nothing is written by hand. */
  String base(String workload) {
    if (workload.equals("WeavingSpeed")) {
      return "asm";
    }
    boolean byHand =
        runs.stream()
            .flatMap(run -> run.scores().stream())
            .anyMatch(
                score -> score.workload().equals(workload) && score.peer().equals("handwritten"));
    return byHand ? "handwritten" : "weft";
  }

  /** The workloads that have results, in the order of the first run. */
  Set<String> workloads() {
    var names = new LinkedHashSet<String>();
    runs.forEach(run -> run.scores().forEach(score -> names.add(score.workload())));
    return names;
  }

  /** The combinations of parameters of a workload. */
  Set<Map<String, String>> variants(String workload) {
    var variants = new LinkedHashSet<Map<String, String>>();
    runs.forEach(
        run ->
            run.scores().stream()
                .filter(score -> score.workload().equals(workload))
                .forEach(score -> variants.add(score.params())));
    return variants;
  }

  /** The table of one workload. */
  String table(String workload) {
    var text = new StringBuilder("| | |");
    for (Results run : runs) {
      text.append(" JDK ").append(run.jdk()).append(" | ratio | wall | B/op |");
    }
    text.append("\n| --- | --- |")
        .append(" ---: | ---: | ---: | ---: |".repeat(runs.size()))
        .append('\n');
    for (Map<String, String> variant : variants(workload)) {
      PEERS.keySet().forEach(peer -> text.append(row(workload, variant, peer)));
    }
    return text.toString();
  }

  private String row(String workload, Map<String, String> variant, String peer) {
    var cells = new StringBuilder();
    String label = null;
    for (Results run : runs) {
      Optional<Score> score = run.find(workload, variant, peer);
      label = score.map(Score::variant).orElse(label);
      cells.append(
          score
              .map(each -> cells(each, run.find(workload, variant, base(workload))))
              .orElse(" | | | |"));
    }
    return label == null ? "" : "| " + label + " | " + PEERS.get(peer) + " |" + cells + "\n";
  }

  private static String cells(Score score, Optional<Score> base) {
    Unit unit = Unit.of(score.unit());
    return String.join(
        " | ",
        " " + score.cpu().dividedBy(unit.nanos()) + " " + unit.symbol(),
        base.map(other -> score.over(other).toString()).orElse(""),
        Figure.number(score.wall().median()),
        Double.isNaN(score.bytes()) ? "" : Figure.number(score.bytes()),
        "");
  }
}
