package dev.weft.transformer.layout;

import dev.weft.transformer.analysis.Value;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * Where a value is kept while its method is suspended.
 *
 * @param value the value
 * @param field its field; null for what need not be kept: null itself, and objects that are made
 *     anew
 */
public record SpilledValue(Value value, @Nullable FrameField field) {

  SpilledValue withField(UnaryOperator<FrameField> by) {
    return field == null ? this : new SpilledValue(value, by.apply(field));
  }

  /** What to cast to when it is read back, or null if the field has the right type already. */
  public @Nullable Type cast() {
    Type stored = value.storedType();
    return field == null || stored == null || stored.equals(field.type()) ? null : stored;
  }
}
