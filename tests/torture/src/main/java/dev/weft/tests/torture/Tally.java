package dev.weft.tests.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What weaving some classes came to. Confined to one thread; tallies are added up at the end. */
final class Tally {

  int classes;
  int untouched;
  int methods;
  long points;
  int refused;
  long bytes;
  long weaveNanos;
  long rewriteNanos;
  final Map<String, Integer> refusals = new TreeMap<>();
  final List<String> failures = new ArrayList<>();
  final List<String> notEvenPlain = new ArrayList<>();

  /** Counts a refusal by its reason: the text without what differs from method to method. */
  void refuse(String message) {
    refused++;
    String reason = message.substring(message.indexOf("was not woven: it ") + 18);
    int end = reason.indexOf(';');
    String kind = (end < 0 ? reason : reason.substring(0, end)).replaceAll("[0-9]+", "N");
    refusals.merge(kind, 1, Integer::sum);
  }

  void add(Tally other) {
    classes += other.classes;
    untouched += other.untouched;
    methods += other.methods;
    points += other.points;
    refused += other.refused;
    bytes += other.bytes;
    weaveNanos += other.weaveNanos;
    rewriteNanos += other.rewriteNanos;
    other.refusals.forEach((reason, count) -> refusals.merge(reason, count, Integer::sum));
    failures.addAll(other.failures);
    notEvenPlain.addAll(other.notEvenPlain);
  }
}
