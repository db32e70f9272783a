package dev.weft.tests.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;

/**
 * What a generator is expected to do, done with a thread: a stand-in for {@code dev.weft.Generator}
 * with which programs that are not woven can emit.
 *
 * <p>A generator's thread and its consumer's take turns; never do both run.
 */
@SuppressWarnings("IterableAndIterator") // as the real one
public final class Generator<T> implements Iterator<T>, Iterable<T>, AutoCloseable {

  /** Thrown at the emit where a generator is suspended when it is closed. */
  private static final class Closed extends Error {
    private static final long serialVersionUID = 1;

    Closed() {
      super("the generator was closed");
    }
  }

  /** What the consumer tells the generator: go on, or throw this. */
  private record Turn(Throwable thrown) {}

  /** What the generator tells its consumer: an element, its end, or what it failed with. */
  private record Step(Object element, boolean isEnd, Throwable failure) {}

  private static final ThreadLocal<Generator<?>> RUNNING = new ThreadLocal<>();
  private static final List<Generator<?>> STARTED = Collections.synchronizedList(new ArrayList<>());

  private final Callable<? extends Generator<?>> body;
  private final SynchronousQueue<Turn> turns = new SynchronousQueue<>();
  private final SynchronousQueue<Step> steps = new SynchronousQueue<>();
  private Step ready;
  private volatile boolean abandoned;
  private Thread thread;
  private boolean started;
  private boolean done;

  private Generator(Callable<? extends Generator<?>> body) {
    this.body = body;
  }

  /** A generator that has not begun. */
  public static <T> Generator<T> of(Callable<? extends Generator<?>> body) {
    return new Generator<>(body);
  }

  /** The generator without elements. */
  public static <T> Generator<T> empty() {
    return new Generator<>(() -> null);
  }

  /** Hands out one element. */
  public static void emit(Object element) {
    Generator<?> running = RUNNING.get();
    if (running.abandoned) {
      throw new Closed();
    }
    put(running.steps, new Step(element, false, null));
    Turn turn = take(running.turns);
    if (turn.thrown() != null) {
      throw sneaky(turn.thrown());
    }
  }

  /** Hands out all of another's elements; what is thrown at an emit of ours is thrown at its. */
  public static void emitAll(Generator<?> elements) {
    Throwable thrown = null;
    while (elements.advance(thrown)) {
      thrown = null;
      Object element = elements.taken();
      try {
        emit(element);
      } catch (Closed closed) {
        thrown = closed;
      }
    }
  }

  /** Ends all threads of generators that nobody asked to the end. */
  public static void endAll() {
    List.copyOf(STARTED).forEach(Generator::abandon);
    STARTED.clear();
  }

  @Override
  public boolean hasNext() {
    return advance(null);
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return taken();
  }

  @SuppressWarnings("unchecked")
  private T taken() {
    Object element = ready.element();
    ready = null;
    return (T) element;
  }

  @Override
  public Iterator<T> iterator() {
    return this;
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    ready = null;
    if (!started) {
      done = true;
      return;
    }
    var closed = new Closed();
    try {
      if (advance(closed)) {
        done = true;
        throw new IllegalStateException("the generator emitted an element while it was closed");
      }
    } catch (Closed expected) {
      if (expected != closed) {
        throw expected;
      }
    }
  }

  /** Runs to the next emit, unless there is an element. */
  private boolean advance(Throwable thrown) {
    if (done || ready != null) {
      return !done;
    }
    if (!started) {
      started = true;
      thread = new Thread(this::produce, "generator");
      thread.setDaemon(true);
      STARTED.add(this);
      thread.start();
    }
    put(turns, new Turn(thrown));
    Step step = take(steps);
    if (!step.isEnd()) {
      ready = step;
      return true;
    }
    done = true;
    if (step.failure() != null) {
      throw sneaky(step.failure());
    }
    return false;
  }

  private void produce() {
    RUNNING.set(this);
    Throwable failure = null;
    try {
      Turn first = take(turns);
      if (first.thrown() != null) {
        throw first.thrown();
      }
      Generator<?> rest = body.call();
      if (rest != null) {
        emitAll(rest);
      }
    } catch (Throwable e) {
      failure = e;
    }
    STARTED.remove(this);
    if (!abandoned) {
      put(steps, new Step(null, true, failure));
    }
  }

  /** Its thread runs to its end, in which nobody is interested. */
  private void abandon() {
    abandoned = true;
    thread.interrupt();
  }

  private static <E> void put(SynchronousQueue<E> queue, E value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw sneaky(e);
    }
  }

  private static <E> E take(SynchronousQueue<E> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw sneaky(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException sneaky(Throwable failure) throws X {
    throw (X) failure;
  }
}
