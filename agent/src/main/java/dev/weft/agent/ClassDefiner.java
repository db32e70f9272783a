package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines frame classes in the class loader of the class that they belong to, which is being
 * defined at that moment.
 *
 * <p>{@code ClassLoader.defineClass} is protected, and an agent may open {@code java.lang} to a
 * module that calls it. Its own would be the wrong one: the agent lies on the class path, in the
 * unnamed module that the application is in, too. So it is opened to the unnamed module of a class
 * loader that holds nothing but {@link LoaderAccess}.
 */
final class ClassDefiner {

  /** {@code ClassLoader}'s methods. */
  private record Methods(MethodHandle define, MethodHandle find) {}

  /** Holds one class, and finds those of the JDK. */
  private static final class Isolated extends ClassLoader {
    Isolated() {
      super("weft-agent", null);
    }

    Class<?> define(String name, byte[] classFile) {
      return defineClass(name, classFile, 0, classFile.length);
    }
  }

  private final Instrumentation instrumentation;

  /** The class file of {@link LoaderAccess}. */
  private final byte[] access;

  /** Looked up when the first class is woven: method handles take the JVM some time. */
  private volatile @Nullable Methods methods;

  ClassDefiner(Instrumentation instrumentation, OwnClassFiles files) {
    this.instrumentation = instrumentation;
    access = files.of(LoaderAccess.class);
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
    try {
      var isolated = new Isolated();
      Class<?> own = isolated.define(LoaderAccess.class.getName(), access);
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of(),
          Map.of("java.lang", Set.of(isolated.getUnnamedModule())),
          Set.of(),
          Map.of());
      var found = (MethodHandle[]) own.getMethod("methods").invoke(null);
      return new Methods(Objects.requireNonNull(found)[0], found[1]);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let the agent define classes: " + e, e);
    }
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
      if (find(loader, name) == null) {
        throw e;
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("cannot define " + name, e);
    }
  }

  /** The class of a binary name that a loader has been asked for before, or null. */
  @Nullable Class<?> find(ClassLoader loader, String name) {
    try {
      return (Class<?>) methods().find.invoke(loader, name);
    } catch (Throwable e) {
      throw new LinkageError("cannot look for " + name, e);
    }
  }
}
