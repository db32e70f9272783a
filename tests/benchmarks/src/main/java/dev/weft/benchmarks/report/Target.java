package dev.weft.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One target of speed: that Weft takes at most {@code bound} times what another way takes.
 *
 * @param text in words
 * @param workload where it is measured
 * @param way which of Weft's own ways of doing it
 * @param only the parameters it speaks of; others may have any value
 * @param peer the other way
 * @param other parameters that the other way is measured with, where they differ
 * @param bound below 1 if Weft is to be faster
 */
record Target(
    String text,
    String workload,
    String way,
    Map<String, String> only,
    String peer,
    Map<String, String> other,
    double bound) {

  /** The usual one of Weft's ways. */
  static final String WEFT = "weft";

  private static final String MISSED = "**missed**";

  /**
   * What is written by hand, that which promises most first; for weaving, reading and writing of
   * the result alone.
   */
  private static final List<String> BY_HAND =
      List.of(
          "handwrittenCancellable",
          "handwrittenKept",
          "handwrittenTasks",
          "handwritten",
          "asmWoven");

  /** For all variants of a workload. */
  static Target of(String text, String workload, String peer, double bound) {
    return of(text, workload, Map.of(), peer, bound);
  }

  /** For some of the variants. */
  static Target of(
      String text, String workload, Map<String, String> only, String peer, double bound) {
    return new Target(text, workload, WEFT, only, peer, Map.of(), bound);
  }

  /** Of one of Weft's own figures against another. */
  static Target ofItself(
      String text,
      String workload,
      Map<String, String> only,
      Map<String, String> other,
      double bound) {
    return new Target(text, workload, WEFT, only, WEFT, other, bound);
  }

  /** The same of another of Weft's ways, which does just what the peer does. */
  Target in(String other) {
    return new Target(text, workload, other, only, peer, this.other, bound);
  }

  /** Weft's time over the other's for each variant this speaks of. */
  List<Verdict> verdicts(Results run) {
    return run.scores().stream()
        .filter(score -> score.workload().equals(workload) && score.peer().equals(way))
        .filter(score -> score.params().entrySet().containsAll(only.entrySet()))
        .flatMap(score -> verdict(run, score).stream())
        .toList();
  }

  private Optional<Verdict> verdict(Results run, Score weft) {
    var params = new TreeMap<>(weft.params());
    params.putAll(other);
    Optional<Score> found = run.find(workload, params, peer);
    Optional<Figure> byHand =
        BY_HAND.stream()
            .filter(hand -> !hand.equals(peer) && !peer.equals(way))
            .flatMap(hand -> run.find(workload, weft.params(), hand).stream())
            .findFirst()
            .flatMap(hand -> found.map(hand::over));
    return found.map(other -> new Verdict(this, weft.variant(), weft.over(other), byHand));
  }

  /**
   * How a target was met in one variant.
   *
   * @param target what was aimed at
   * @param variant of its workload
   * @param ratio measured
   * @param byHand the same of what is written by hand, if there is such a thing
   */
  record Verdict(Target target, String variant, Figure ratio, Optional<Figure> byHand) {

    /** In a word; close cases are open, and what is missed has a link to the reason. */
    String word(Links links) {
      String word = word(ratio);
      if (!word.equals(MISSED)) {
        return word;
      }
      boolean beyondReach = byHand.map(this::word).equals(Optional.of(MISSED));
      String why = " ([why](" + links.to(Links.reason(target.workload)) + "))";
      return MISSED + (beyondReach ? ", by hand too" : "") + why;
    }

    private String word(Figure measured) {
      double error = Double.isNaN(measured.error()) ? 0 : measured.error();
      if (measured.median() + error <= target.bound) {
        return "met";
      }
      return measured.median() - error > target.bound ? MISSED : "open";
    }
  }
}
