package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.util.CallSites;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.GeneratorFrame;
import dev.weft.woven.WovenCarrier;
import java.util.Iterator;
import java.util.NoSuchElementException;
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
public abstract class Generator<T extends @Nullable Object> extends GeneratorFrame
    implements Iterator<T>, Iterable<T>, AutoCloseable {

  private boolean iterated;

  /**
   * For generated code, which makes one subclass for each method. The second parameter is there to
   * hide this from others.
   *
   * @hidden
   */
  protected Generator(boolean isGenerator, @Nullable WovenCarrier unused) {
    super(isGenerator);
  }

  private Generator(@Nullable Frame notStarted) {
    super(notStarted);
  }

  /** One whose frames are other objects. */
  static final class Driven<T extends @Nullable Object> extends Generator<T> {
    Driven(@Nullable Frame notStarted) {
      super(notStarted);
    }

    @Override
    protected int resume(Carrier unused) {
      throw new IllegalStateException("this is not the frame of a generator");
    }
  }

  /** The generator without elements. */
  public static <T extends @Nullable Object> Generator<T> empty() {
    return new Driven<>(null);
  }

  /** Whether there is another element; computes it. */
  @Override
  public boolean hasNext() {
    return hasNextElement();
  }

  /**
   * {@link #hasNext}, for the superclass.
   *
   * @hidden
   */
  @Override
  protected final boolean findNextElement() {
    return hasNext();
  }

  /**
   * The next element.
   *
   * @throws NoSuchElementException after the last one
   */
  @Override
  public final T next() {
    return Unchecked.cast(nextElement());
  }

  /** This generator itself; it can be gone through once. */
  @Override
  public final Iterator<T> iterator() {
    if (iterated) {
      throw new IllegalStateException(
          "a generator can be iterated once; make another one for another loop"
              + CallSites.atCaller());
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
  public final void close() {
    end();
  }
}
