package dev.weft;

import dev.weft.runtime.Carrier;
import dev.weft.runtime.Driver;
import dev.weft.runtime.Frame;
import dev.weft.runtime.Sneaky;
import dev.weft.runtime.Unwinding;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The elements that an {@code @Async} method emits, computed one by one as they are asked for.
 *
 * <p>A method that returns {@code Generator} does not run when it is called. Each call of {@link
 * #hasNext} or {@link #next} runs it on the caller's thread up to its next {@link Weft#emit}. What
 * it throws is thrown there. It ends when the method returns null; if the method returns a
 * generator instead, that one's elements follow.
 *
 * <p>Use it as an iterator, or once as an iterable. {@link #close} before the end runs the method's
 * finally blocks. Not thread-safe.
 *
 * @param <T> the elements
 */
@SuppressWarnings("IterableAndIterator") // an iterator to pull from, and usable in a for loop
public final class Generator<T extends @Nullable Object>
    implements Iterator<T>, Iterable<T>, AutoCloseable {

  /**
   * Thrown at the emit where a generator is suspended when it is closed; nobody should catch it.
   */
  private static final class Closed extends Error {
    private static final long serialVersionUID = 1;

    Closed() {
      super("the generator was closed", null, false, false);
    }
  }

  // Numbers, not an enum: each element changes the state three times, and the garbage collector
  // would be told each time.

  /** Was resumed before, and may be resumed at {@link #leaf} again. */
  private static final int SUSPENDED = 0;

  private static final int RUNNING = 1;

  /** An element is waiting in {@link #carrier} to be taken. */
  private static final int READY = 2;

  private static final int DONE = 3;

  /** Has not begun; there is no {@link #carrier} yet. */
  private static final int NEW = 4;

  /** How often a generator that is closed may catch that it must not emit. */
  private static final int MOST_EMITS = 100;

  private @Nullable Carrier carrier;
  private @Nullable Frame leaf;
  private int state = NEW;
  private boolean iterated;

  Generator(Frame notStarted) {
    leaf = notStarted;
  }

  /** Whether there is another element; computes it. */
  @Override
  public boolean hasNext() {
    return state == SUSPENDED ? advance() : hasNextUnlessSuspended();
  }

  private boolean hasNextUnlessSuspended() {
    if (state == RUNNING) {
      throw new IllegalStateException("the generator asks itself for its next element");
    }
    if (state == NEW) {
      carrier = Carrier.forGenerator();
      return advance();
    }
    return state == READY;
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   */
  @Override
  public T next() {
    if (state != READY && !hasNext()) {
      throw new NoSuchElementException();
    }
    state = SUSPENDED;
    return Results.cast(own().takeEmitted());
  }

  /** This generator itself; it can be gone through once. */
  @Override
  public Iterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException("a generator can be iterated once");
    }
    iterated = true;
    return this;
  }

  /**
   * Ends the generator early: its finally blocks run on this thread. Does nothing at or after the
   * end.
   *
   * <p>A finally block must not emit. If one does, that emit throws an {@link
   * IllegalStateException}, so that all others run; and so does this.
   *
   * @throws IllegalStateException if a finally block emits
   */
  @Override
  public void close() {
    if (state == RUNNING) {
      throw new IllegalStateException("the generator closes itself");
    }
    if (state == DONE) {
      return;
    }
    if (state == NEW) {
      finish();
      return;
    }
    if (state == READY) {
      var unused = own().takeEmitted();
    }
    var closed = new Closed();
    own().deliver(closed);
    try {
      if (advance()) {
        refuseToEmit();
      }
    } catch (Closed expected) {
      if (expected != closed) {
        throw expected;
      }
    }
  }

  /**
   * A finally block has emitted an element that nobody asks for. It meets an exception there, so
   * that the rest of it and all others run; who closes this is told in any case.
   */
  private void refuseToEmit() {
    IllegalStateException refusal = null;
    for (int i = 0; i < MOST_EMITS; i++) {
      var unused = own().takeEmitted();
      var next = new IllegalStateException("the generator emitted an element while it was closed");
      refusal = refusal == null ? next : refusal;
      own().deliver(next);
      if (!advance()) {
        throw refusal;
      }
    }
    finish();
    throw new IllegalStateException(
        "the generator was given up while it was closed: it caught "
            + MOST_EMITS
            + " refusals and went on to emit");
  }

  /** The carrier, once this has begun. */
  private Carrier own() {
    return Objects.requireNonNull(carrier);
  }

  /** Runs to the next emit or to the end; false at the end. */
  private boolean advance() {
    Carrier own = own();
    Frame first = Objects.requireNonNull(leaf);
    state = RUNNING;
    int how = Driver.resumeLeaf(first, own);
    if (how == Unwinding.ELEMENT) { // alone, and filled again
      own.unwinding = Unwinding.NOT;
      state = READY;
      return true;
    }
    return advance(how, first, own);
  }

  /**
   * {@link #advance()}, after its first frame was resumed, when there is more to do than to hand
   * out an element. Apart, so that where elements are asked for only what most of them need is
   * compiled in.
   */
  private boolean advance(int firstHow, Frame first, Carrier own) {
    Frame next = first;
    int how = Driver.resumeCallers(firstHow, first, own);
    while (how != Unwinding.NOT) {
      next = own.takeChain(how, next);
      if (emits(how, next, own)) {
        leaf = next;
        state = READY;
        return true;
      }
      how = Driver.resumeFrom(next, own);
    }
    finish();
    own.takeVoid(); // throws what the method threw
    return false;
  }

  /** Whether a generator has suspended to hand out an element; else it is to go on. */
  private static boolean emits(int how, @Nullable Frame chain, Carrier own) {
    if (Unwinding.has(how, Unwinding.EMITS)) {
      return true;
    }
    if (Unwinding.has(how, Unwinding.WAITS)) {
      var unused = own.takeEvent(how, chain); // NO_WAIT: the stack was too deep
    } else {
      own.deliver(new IllegalStateException(Carrier.IN_GENERATOR)); // it let others run
    }
    return false;
  }

  private void finish() {
    state = DONE;
    leaf = null;
  }

  /** Becomes part of the generator that {@code outer} runs. */
  void delegate(Carrier outer) {
    if (!outer.isGenerator()) {
      outer.suspendToEmit(null); // throws
    }
    if (state == RUNNING) {
      throw new IllegalStateException("the generator emits itself");
    }
    Frame rest = leaf;
    boolean ready = state == READY;
    finish();
    if (ready) { // it has been asked for already: as if it were emitted now
      outer.suspendToEmit(own().takeEmitted());
    }
    if (rest != null) {
      outer.suspendInto(rest);
    }
  }

  /** The generator without elements. */
  public static <T extends @Nullable Object> Generator<T> empty() {
    var none = new Generator<T>(NO_FRAME);
    none.finish();
    return none;
  }

  private static final Frame NO_FRAME =
      new Frame() {
        @Override
        protected int resume(Carrier unused) {
          throw Sneaky.sneaky(new IllegalStateException("an empty generator was resumed"));
        }
      };
}
