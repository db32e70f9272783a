package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines frame classes in the class loader of the class that they belong to, which is being
 * defined at that moment.
 *
 * <p>{@code ClassLoader.defineClass} is protected; an agent may open {@code java.lang} to its own
 * module to call it.
 */
final class ClassDefiner {

  /** {@code ClassLoader}'s methods. */
  private record Methods(MethodHandle define, MethodHandle find) {}

  private final Instrumentation instrumentation;

  /** Looked up when the first class is woven: method handles take the JVM some time. */
  private volatile @Nullable Methods methods;

  ClassDefiner(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Two threads may look them up at the same time, which is harmless. */
  private Methods methods() {
    Methods known = methods;
    if (known == null) {
      known = lookUp();
      methods = known;
    }
    return known;
  }

  private Methods lookUp() {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(ClassDefiner.class.getModule())),
        Set.of(),
        Map.of());
    try {
      return new Methods(
          handle(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class),
          handle("findLoadedClass", String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let the agent define classes: " + e, e);
    }
  }

  private static MethodHandle handle(String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = ClassLoader.class.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return MethodHandles.lookup().unreflect(method);
  }

  /**
   * Defines a class unless the loader has it already: two threads may weave the same class, to the
   * same bytes.
   *
   * @throws LinkageError if the class cannot be defined
   */
  void define(
      ClassLoader loader, String internalName, byte[] bytes, @Nullable ProtectionDomain domain) {
    String name = internalName.replace('/', '.');
    Methods methods = methods();
    try {
      Object unused = methods.define.invoke(loader, name, bytes, 0, bytes.length, domain);
    } catch (LinkageError e) {
      if (!isDefined(methods, loader, name)) {
        throw e;
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("cannot define " + name, e);
    }
  }

  private static boolean isDefined(Methods methods, ClassLoader loader, String name) {
    try {
      return methods.find.invoke(loader, name) != null;
    } catch (Throwable e) {
      throw new LinkageError("cannot look for " + name, e);
    }
  }
}
