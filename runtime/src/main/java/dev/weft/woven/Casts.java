package dev.weft.woven;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Casts to classes that a frame class has no access to: a method may pass on what it may not name,
 * and so has to its frame. Called by generated code.
 */
public final class Casts {

  private Casts() {}

  /**
   * What casts an object to the type of a static field, and puts it there.
   *
   * @param frame the frame class that declares the field
   * @param field the field's name
   */
  public static MethodHandle setter(MethodHandles.Lookup frame, String field)
      throws ReflectiveOperationException {
    MethodHandle setter = frame.unreflectSetter(frame.lookupClass().getDeclaredField(field));
    return setter.asType(MethodType.methodType(void.class, Object.class));
  }
}
