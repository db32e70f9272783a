package dev.weft.transformer.layout;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * A field of a frame class. Those of one class differ in their names.
 *
 * @param name its name: a letter for its sort and a number
 * @param type its type; {@code Object} where references of several types share it
 * @param descriptor the type's descriptor
 */
public record FrameField(String name, Type type, String descriptor) {

  FrameField(String name, Type type) {
    this(name, type, type.getDescriptor());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FrameField field && name.equals(field.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  FrameField withType(Type narrower) {
    return new FrameField(name, narrower);
  }

  /** How many bytes it takes, with compressed references. */
  public int bytes() {
    return type.getSize() == 2 ? 8 : 4;
  }

  /** Whether it holds a reference, which must not outlive its use. */
  public boolean isReference() {
    return type.getSort() >= Type.ARRAY;
  }
}
