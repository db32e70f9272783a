package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import org.jspecify.annotations.Nullable;

/**
 * The result or the failure of a suspended call, on its way in a {@link Carrier} to the frame that
 * waits for it. Generated code puts and takes it, by type.
 *
 * <p>Confined to its thread.
 */
public abstract sealed class CallResult extends ThreadState permits EmissionState {

  long longResult;
  double doubleResult;
  public @Nullable Object refResult;
  public @Nullable Throwable failure;

  /** Whether others may meet the failure, too, that the leaf is about to meet. */
  boolean sharedFailure;

  /** For {@link EmissionState}. */
  CallResult() {}

  /** Stores the result of a resumed body. */
  public void putVoid() {
    refResult = null;
  }

  /** Stores the result of a resumed body. */
  public void putInt(int value) {
    longResult = value;
  }

  /** Stores the result of a resumed body. */
  public void putLong(long value) {
    longResult = value;
  }

  /** Stores the result of a resumed body, bit by bit. */
  public void putFloat(float value) {
    longResult = Float.floatToRawIntBits(value);
  }

  /** Stores the result of a resumed body. */
  public void putDouble(double value) {
    doubleResult = value;
  }

  /** Stores the result of a resumed body. */
  public void putObject(@Nullable Object value) {
    refResult = value;
  }

  /** Ends a suspended call without a result, or throws what it failed with. */
  public void takeVoid() {
    throwIfFailed();
    if (refResult != null) {
      refResult = null;
    }
  }

  /** The result of a suspended call, or throws what it failed with. */
  public int takeInt() {
    throwIfFailed();
    return (int) longResult;
  }

  /** The result of a suspended call, or throws what it failed with. */
  public long takeLong() {
    throwIfFailed();
    return longResult;
  }

  /** The result of a suspended call, or throws what it failed with. */
  public float takeFloat() {
    throwIfFailed();
    return Float.intBitsToFloat((int) longResult);
  }

  /** The result of a suspended call, or throws what it failed with. */
  public double takeDouble() {
    throwIfFailed();
    return doubleResult;
  }

  /** The result of a suspended call, or throws what it failed with. */
  public @Nullable Object takeObject() {
    throwIfFailed();
    return takeRoot();
  }

  private void throwIfFailed() {
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      refResult = null;
      throw SneakyThrow.sneaky(thrown);
    }
  }

  /** Takes the object result without looking at the failure. */
  @Nullable Object takeRoot() {
    Object result = refResult;
    refResult = null;
    return result;
  }
}
