package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a body that is written by hand as steps: of an async generator that makes its
 * elements of another one's, or of a call that goes through one.
 *
 * <p>It is only ever resumed. {@link #step} makes one call, which may unwind, having said which
 * step takes the result. However the steps end, what this goes through is closed, which may suspend
 * as well; then the first failure is thrown.
 *
 * @hidden
 */
public abstract class GeneratorStage extends Frame {

  /** The first step; its result is null. */
  protected static final int BEGIN = 0;

  /** A step that takes a {@code Boolean}, which a suspended call leaves as an int. */
  protected static final int TESTED = 1;

  /** What stands for an element that is not made yet: the driver is to go on with this. */
  protected static final Object PENDING = new Object();

  private static final int ENDED = -1;
  private static final int CLOSING = -2;

  static {
    GeneratorClosing.prepare();
  }

  private final AsyncGeneratorState[] sources;
  private int step = BEGIN;
  private int closed;
  private @Nullable Throwable failure;

  /**
   * Told, by a thread that has stack, to close what {@link #closeNext} has had none for; null if
   * that has to be gone on with all the same.
   */
  protected @Nullable Waiter closesElsewhere;

  /**
   * One that has not begun.
   *
   * @param sources what it goes through, and closes
   */
  protected GeneratorStage(AsyncGeneratorState... sources) {
    this.sources = sources;
  }

  /**
   * Makes one call.
   *
   * @param now the step that was named before the last call
   * @param result what that call gave
   * @return what the call gives; anything while {@code carrier} unwinds
   * @throws Throwable ends this
   */
  protected abstract @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
      throws Throwable;

  /** Names the step that takes the result of the call which is made next. */
  protected final void then(int next) {
    step = next;
  }

  /** Says that this was the last step. */
  protected final void ends() {
    step = ENDED;
  }

  /** Whether it is to make its first step, or the first for another element. */
  final boolean isAtBeginning() {
    return step == BEGIN;
  }

  /**
   * Says that a call has thrown which was made without the driver: what is left is to close.
   *
   * @return {@link #PENDING}
   */
  protected final Object fails(Throwable met, Carrier carrier) {
    carrier.stopUnwinding();
    failure = met;
    step = CLOSING;
    return PENDING;
  }

  /** The next element of {@code source}; {@link #isEnd} tells if there is none. */
  protected static @Nullable Object poll(AsyncGeneratorState source, Carrier carrier) {
    return source.pollElement(carrier);
  }

  /**
   * The same after a call of its {@code hasNext}, by a stage that wants the JVM to see which
   * subclass's it calls.
   *
   * @param more what that has given; a dummy if it unwinds
   * @return {@link #PENDING} if it unwinds or there is none, which the step is told by the driver
   */
  protected static @Nullable Object pollAfter(
      AsyncGeneratorState source, boolean more, Carrier carrier) {
    return source.pollAfter(more, carrier);
  }

  /** Whether what {@link #poll} gave stands for the end. */
  protected static boolean isEnd(@Nullable Object polled) {
    return polled == AsyncGeneratorState.END;
  }

  /** Hands an element out. */
  protected static void emit(@Nullable Object element, Carrier carrier) {
    carrier.suspendToEmit(element);
  }

  /**
   * Closes the next thing that is to be closed; may unwind.
   *
   * @return false if there was none
   */
  protected boolean closeNext(Carrier carrier) {
    if (closed == sources.length) {
      return false;
    }
    sources[closed++].end(carrier);
    return true;
  }

  /** Whether what {@link #closeNext} met counts. */
  protected boolean counts(Throwable met) {
    return true;
  }

  /** All is closed; leaves the result in the carrier, or throws. */
  protected void finish(@Nullable Throwable first, Carrier carrier) {
    if (first != null) {
      throw SneakyThrow.sneaky(first);
    }
    carrier.putVoid();
  }

  @Override
  protected final int resume(Carrier carrier) {
    if (step == CLOSING) {
      try {
        carrier.takeVoid();
      } catch (Throwable met) {
        add(met);
      }
    } else {
      try {
        if (goesOn(carrier)) {
          return carrier.unwinding;
        }
      } catch (Throwable met) {
        carrier.stopUnwinding();
        failure = met;
      }
      step = CLOSING;
    }
    if (!closes(carrier)) {
      finish(failure, carrier);
    }
    return carrier.unwinding;
  }

  /** Makes steps; false after the last one, true if one unwinds. */
  private boolean goesOn(Carrier carrier) throws Throwable {
    Object result = step == TESTED ? carrier.takeInt() != 0 : carrier.takeObject();
    while (step != ENDED) {
      result = step(step, result, carrier);
      if (carrier.isUnwinding()) {
        carrier.linkAgain(this);
        return true;
      }
    }
    return false;
  }

  private boolean closes(Carrier carrier) {
    boolean more = true;
    while (more) {
      try {
        more = closeNext(carrier);
      } catch (StackOverflowError end) {
        if (closesElsewhere != null) {
          more = false;
          synchronized (Stranded.LOCK) { // before any call, which might fail as well
            Stranded.waiters = new Object[] {closesElsewhere, null, Stranded.waiters};
          }
        }
        carrier.stopUnwinding();
        add(end);
      } catch (Throwable met) {
        carrier.stopUnwinding();
        add(met);
      }
      if (carrier.isUnwinding()) {
        carrier.linkAgain(this);
        return true;
      }
    }
    return false;
  }

  /** Adds a failure; never throws, even where the stack has come to its end. */
  private void add(Throwable met) {
    try {
      if (counts(met)) {
        failure = withSuppressed(met);
      }
    } catch (StackOverflowError end) {
      failure = failure == null ? end : failure;
    }
  }

  private Throwable withSuppressed(Throwable met) {
    Throwable first = failure;
    if (first == null || isClosing(first)) {
      return met;
    }
    Suppression.add(first, met);
    return first;
  }

  /** Whether a body meets {@code met} because it is closed. */
  protected static boolean isClosing(Throwable met) {
    return GeneratorClosing.isClosing(met);
  }
}
