package dev.weft.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;

/**
 * The protected methods of {@code ClassLoader} that the agent calls.
 *
 * <p>{@link ClassDefiner} defines this class once more, in a module of its own, and opens {@code
 * java.lang} to that module alone. It is public because it is called from outside of that module,
 * and refers to the JDK only, since it finds nothing else there.
 */
public final class LoaderAccess {

  private LoaderAccess() {}

  /**
   * {@code defineClass(String, byte[], int, int, ProtectionDomain)} and {@code
   * findLoadedClass(String)}.
   *
   * @throws ReflectiveOperationException if the JVM has them no more
   */
  public static MethodHandle[] methods() throws ReflectiveOperationException {
    return new MethodHandle[] {
      method(
          "defineClass", String.class, byte[].class, int.class, int.class, ProtectionDomain.class),
      method("findLoadedClass", String.class)
    };
  }

  private static MethodHandle method(String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = ClassLoader.class.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return MethodHandles.lookup().unreflect(method);
  }
}
