package dev.weft.observe;

/**
 * The live coroutines of a process for JMX, under the name {@value #NAME}; see {@link
 * Coroutines#registerMXBean}.
 */
public interface CoroutinesMXBean {

  /** Its name. */
  String NAME = "dev.weft:type=Coroutines";

  /** As {@link Coroutines#isObserved}; to be set, as {@link Coroutines#observe} does. */
  boolean isObserved();

  /** As {@link Coroutines#observedSince}, ISO 8601; empty if that is null. */
  String getObservedSince();

  /** Observes coroutines that are made from now on, or none any more. */
  void setObserved(boolean observed);

  /** All coroutines, for people: {@link CoroutineDump#toSummary}. */
  String summary();

  /** All coroutines with their variables, for people: {@link CoroutineDump#toText}. */
  String dump();

  /** Who waits for whom, for people: {@link CoroutineDump#toTree}. */
  String tree();

  /** Everything, for programs: {@link CoroutineDump#toJson}. */
  String json();

  /**
   * Those that nothing can wake any more, for people: {@link Coroutines#findLeaks}; and since when
   * they are judged, unless from the start.
   */
  String leaks();
}
