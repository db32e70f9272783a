package dev.weft.tests.torture;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A class loader that really defines woven classes, and the others of the subject as they are, and
 * links them, so that the JVM's own verifier looks at every method. Nothing is initialised.
 */
final class Definer extends ClassLoader {

  private final Subject subject;
  private final Map<String, byte[]> woven = new ConcurrentHashMap<>();

  Definer(Subject subject) {
    super(Definer.class.getClassLoader());
    this.subject = subject;
  }

  /** Adds classes by internal name. */
  void add(String name, byte[] classFile) {
    woven.put(name, classFile);
  }

  /** Defines and links a class; null, or what the JVM has against it. */
  @Nullable Throwable link(String name) {
    try {
      Class<?> type = Class.forName(name.replace('/', '.'), false, this);
      var unused = type.getDeclaredConstructors(); // links the class, and does not initialise it
      return null;
    } catch (ClassNotFoundException | LinkageError | TypeNotPresentException e) {
      return e;
    }
  }

  /** The subject's classes first: the tool's own class path may hold another version of them. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] bytes = classFile(name.replace('.', '/'));
      return bytes == null
          ? super.loadClass(name, resolve)
          : defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte @Nullable [] classFile(String name) {
    byte[] bytes = woven.get(name);
    if (bytes == null && !name.startsWith("dev/weft/")) {
      bytes = subject.plain(name);
      bytes = bytes == null ? subject.outside(name) : bytes;
    }
    return bytes;
  }
}
