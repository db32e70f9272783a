package dev.weft.samples;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What happened when and on which thread: prints it, and remembers which threads it met. */
final class Journal {

  private final PrintStream out;
  private final long start = System.nanoTime();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  Journal(PrintStream out) {
    this.out = out;
  }

  /** Prints one event with its time and thread. Only coroutines call this. */
  void say(String event) {
    ran();
    long millis = (System.nanoTime() - start) / 1_000_000;
    out.printf(Locale.ROOT, "%6d ms  %-11s  %s%n", millis, Thread.currentThread().getName(), event);
  }

  /** Notes, without a word, that this thread runs coroutine code. */
  void ran() {
    threads.add(Thread.currentThread().getName());
  }

  /** The names of all threads that ran coroutine code so far. */
  Set<String> threads() {
    return new TreeSet<>(threads);
  }
}
