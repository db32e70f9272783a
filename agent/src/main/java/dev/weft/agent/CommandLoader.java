package dev.weft.agent;

import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Objects;

/**
 * Loads the commands once more where the boot loader has them: in a JVM that has the agent itself,
 * as one does that is started with {@code JAVA_TOOL_OPTIONS}. From there the JDK's modules for
 * attaching, compiling and serving are not seen, which other loaders have.
 */
final class CommandLoader extends URLClassLoader {

  private static final String OWN = CommandLoader.class.getPackageName() + ".";

  private CommandLoader(URL jar) {
    super("weft-commands", new URL[] {jar}, ClassLoader.getSystemClassLoader());
  }

  /** Whether {@code command} is seen by the boot loader only. */
  static boolean isNeededFor(Class<?> command) {
    return command.getClassLoader() == null;
  }

  /** Calls {@code command}'s {@code main}, which ends the JVM. */
  @SuppressWarnings("resource") // open until the JVM ends
  static void main(Class<?> command, String[] arguments) {
    try {
      var loader = new CommandLoader(AttachJar.own().toUri().toURL());
      Thread.currentThread().setContextClassLoader(loader);
      Class<?> same = Class.forName(command.getName(), true, loader);
      Object unused = same.getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(Objects.requireNonNull(e.getCause()));
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }
}
