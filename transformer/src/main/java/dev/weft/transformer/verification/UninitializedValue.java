package dev.weft.transformer.verification;

import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.BasicValue;

/** An object whose constructor has not been called yet. */
final class UninitializedValue extends BasicValue {

  /** In place of the index of a {@code new}: the object that a constructor is run for. */
  static final int THIS = -1;

  private final int madeAt;

  /**
   * Such an object.
   *
   * @param madeAt the index of the {@code new} among the method's instructions, or {@link #THIS}
   */
  UninitializedValue(Type type, int madeAt) {
    super(type);
    this.madeAt = madeAt;
  }

  boolean isThis() {
    return madeAt == THIS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UninitializedValue value && value.madeAt == madeAt;
  }

  @Override
  public int hashCode() {
    return madeAt;
  }

  @Override
  public String toString() {
    return "uninitialized " + super.toString();
  }
}
