package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Prints all live coroutines whenever the process gets a signal, also before there are any.
 *
 * <p>The JDK's classes for signals are called by reflection: they are in a module that need not be
 * there, and the compiler warns about them in a way that cannot be switched off. Who had the signal
 * before gets it still, after the dump; unless that is native code, which cannot be called: the JVM
 * itself, perhaps, which suspends threads by a signal.
 */
final class SignalDump {

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private SignalDump() {}

  /**
   * Has them printed from now on.
   *
   * @param signal its name, with or without {@code SIG}
   * @throws IllegalArgumentException if the system does not know it, or the JVM has it for itself
   */
  static void on(String signal, Instrumentation instrumentation) {
    String name = signal.startsWith("SIG") ? signal.substring(3) : signal;
    try {
      handle(name, () -> System.err.print(Inspection.textOfAll(instrumentation)));
    } catch (InvocationTargetException refused) {
      throw wrong(signal, refused.getCause() + "; USR1 is free in most programs", refused);
    } catch (ReflectiveOperationException missing) {
      throw wrong(signal, "run Java with --add-modules jdk.unsupported", missing);
    }
  }

  private static IllegalArgumentException wrong(String name, String why, Exception cause) {
    return new IllegalArgumentException(
        "option 'dumpOnSignal': " + name + " cannot be used: " + why, cause);
  }

  private static void handle(String name, Runnable dump) throws ReflectiveOperationException {
    Class<?> type = Class.forName(HANDLER);
    Object signal = Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    Method handle = Class.forName(SIGNAL).getMethod("handle", signal.getClass(), type);
    var former = new FormerHandler(type.getMethod("handle", signal.getClass()));
    Object handler =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() != type) {
                return method.invoke(former, arguments); // equals, hashCode, toString
              }
              dump.run();
              former.call(signal);
              return null;
            });
    former.handler = handle.invoke(null, signal, handler);
    if (former.isNative()) {
      var unused = handle.invoke(null, signal, former.handler);
      throw new InvocationTargetException(
          new IllegalStateException("the JVM or native code uses it"));
    }
  }

  /** Who had the signal before. */
  private static final class FormerHandler {
    private final Method call;
    private volatile Object handler = "SIG_DFL";

    FormerHandler(Method call) {
      this.call = call;
    }

    boolean isNative() {
      return handler.toString().contains("NativeHandler");
    }

    void call(Object signal) throws ReflectiveOperationException {
      String name = handler.toString();
      if (!name.equals("SIG_DFL") && !name.equals("SIG_IGN")) {
        var unused = call.invoke(handler, signal);
      }
    }
  }
}
