package dev.weft.internal.engine;

import dev.weft.internal.util.UncaughtExceptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the registered {@link ThreadElement}s have said of a thread: a coroutine's own, while it
 * does not run; a thread's, while a coroutine runs on it.
 *
 * <p>It keeps the elements that it was taken with: those registered later, or no longer, do not
 * concern a coroutine that was made before. One that fails is reported, and left out; whatever runs
 * goes on. Any thread.
 */
public final class ThreadElements {

  /** In the place of the state of an element that could not tell it. */
  private static final Object UNKNOWN = new Object();

  private static volatile ThreadElement[] registered = {};

  private final ThreadElement[] elements;
  private final @Nullable Object[] states;

  private ThreadElements(ThreadElement[] elements) {
    this.elements = elements;
    this.states = new @Nullable Object[elements.length];
    for (int i = 0; i < elements.length; i++) {
      states[i] = capture(elements[i]);
    }
  }

  /** From now on coroutines that are made have {@code element}. */
  public static synchronized void register(ThreadElement element) {
    List<ThreadElement> all = new ArrayList<>(List.of(registered));
    all.add(element);
    registered = all.toArray(ThreadElement[]::new);
    ContextUse.beginThreads();
  }

  /** Coroutines that are made from now on do not; false if it was not registered. */
  public static synchronized boolean unregister(ThreadElement element) {
    List<ThreadElement> all = new ArrayList<>(List.of(registered));
    boolean known = all.remove(element);
    registered = all.toArray(ThreadElement[]::new);
    return known;
  }

  /** What the current thread has now; null if nobody is registered. */
  static @Nullable ThreadElements capture() {
    ThreadElement[] all = registered;
    return all.length == 0 ? null : new ThreadElements(all);
  }

  /** What the current thread has now, of the same elements; this if there is no memory for it. */
  ThreadElements captureAgain() {
    try {
      return new ThreadElements(elements);
    } catch (OutOfMemoryError none) { // whoever asks is between two suspensions, and has to go on
      report(none);
      return this;
    }
  }

  /** Gives it to the current thread. */
  public void restore() {
    for (int i = 0; i < elements.length; i++) {
      if (states[i] != UNKNOWN) {
        restore(elements[i], states[i]);
      }
    }
  }

  /** Gives it to the current thread. What that had is returned. */
  ThreadElements exchange() {
    ThreadElements before = captureAgain();
    restore();
    return before;
  }

  private static @Nullable Object capture(ThreadElement element) {
    try {
      return element.capture();
    } catch (Throwable failure) {
      report(failure);
      return UNKNOWN;
    }
  }

  private static void restore(ThreadElement element, @Nullable Object state) {
    try {
      element.restore(state);
    } catch (Throwable failure) {
      report(failure);
    }
  }

  private static void report(Throwable failure) {
    UncaughtExceptions.report(Thread.currentThread(), failure);
  }
}
