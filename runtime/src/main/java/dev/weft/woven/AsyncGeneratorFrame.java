package dev.weft.woven;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What generated code calls on the frame of an async generator's method, which is the generator.
 * The carrier is null where the body has been resumed without one.
 */
public abstract class AsyncGeneratorFrame extends AsyncGeneratorState {

  /** For generated code; see {@link AsyncGeneratorState}. */
  protected AsyncGeneratorFrame(boolean isGenerator) {
    super(isGenerator);
  }

  /**
   * For a generator that is driven; see {@link AsyncGeneratorState}.
   *
   * @hidden
   */
  protected AsyncGeneratorFrame(@Nullable Frame notStarted) {
    super(notStarted);
  }

  /**
   * Emits one element of the running body.
   *
   * @return true: the body is to return
   * @hidden
   */
  public final boolean emit(@Nullable Object element, @Nullable WovenCarrier carrier) {
    if (carrier == null) {
      emitHere(element);
    } else {
      carrier.suspendToEmit(element);
    }
    return true;
  }

  /**
   * Goes on behind an emit; throws what is to be thrown there.
   *
   * @hidden
   */
  public final void resumed(@Nullable WovenCarrier carrier) {
    if (carrier != null) {
      carrier.takeVoid();
    }
  }

  /**
   * The body is about to return for the last time.
   *
   * @hidden
   */
  public final void done(@Nullable WovenCarrier unused) {
    endHere(); // no more than this, as in GeneratorState
  }

  /**
   * The carrier for a call that the body is about to make.
   *
   * @hidden
   */
  public final WovenCarrier carrier(@Nullable WovenCarrier carrier) {
    return carrier == null ? (WovenCarrier) driven() : carrier;
  }

  /**
   * Abandons an unwinding that cannot be finished.
   *
   * @hidden
   */
  public final void stopUnwinding(@Nullable WovenCarrier carrier) {
    if (carrier != null) {
      carrier.stopUnwinding();
    }
  }
}
