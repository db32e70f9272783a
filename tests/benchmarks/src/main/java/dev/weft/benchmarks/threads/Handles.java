package dev.weft.benchmarks.threads;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/** Handles of what a newer JDK has, or a library for one: this module is compiled for an older. */
final class Handles {

  private Handles() {}

  /** A class by its name. */
  static Class<?> type(String name, String needed) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
      throw new IllegalStateException(needed + " is needed", e);
    }
  }

  /** A public method; all that goes in and comes out is an {@code Object}. */
  static MethodHandle method(Class<?> owner, String needed, String name, Class<?>... parameters) {
    try {
      Method method = owner.getMethod(name, parameters);
      MethodHandle found = MethodHandles.publicLookup().unreflect(method).asFixedArity();
      return found.asType(found.type().generic());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(needed + " is needed", e);
    }
  }
}
