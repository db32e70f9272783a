package dev.weft.internal.jfr;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Looks which events are wanted whenever a recording begins or ends.
 *
 * <p>Flight Recorder keeps its listeners for ever. So what it keeps consists of the JDK's classes
 * alone, and refers weakly to what is of this class loader, which can go.
 */
final class RecordingListener {

  /** What the listener refers to weakly lives as long as this class. */
  private static final Runnable LOOK = EventSwitch::set;

  /** Guarded by the class. */
  private static boolean registered;

  private RecordingListener() {}

  /** Registers this, once; looks at the recordings that run already. */
  static void register() {
    if (isNew()) {
      FlightRecorder.addListener(weakListener(LOOK));
      if (FlightRecorder.isInitialized()) {
        LOOK.run();
      }
    }
  }

  private static synchronized boolean isNew() {
    boolean isNew = !registered;
    registered = true;
    return isNew;
  }

  /** Runs {@code action} for whatever it is told, until that is collected. */
  private static FlightRecorderListener weakListener(Runnable action) {
    var calls =
        MethodHandleProxies.asInterfaceInstance(InvocationHandler.class, runIfThere(action));
    return (FlightRecorderListener)
        Proxy.newProxyInstance(
            FlightRecorderListener.class.getClassLoader(),
            new Class<?>[] {FlightRecorderListener.class},
            calls);
  }

  /** {@code (Object, Method, Object[])Object}. */
  private static MethodHandle runIfThere(Runnable action) {
    try {
      var lookup = MethodHandles.publicLookup();
      MethodHandle get =
          lookup
              .findVirtual(WeakReference.class, "get", MethodType.methodType(Object.class))
              .bindTo(new WeakReference<>(action));
      MethodType ofObject = MethodType.methodType(void.class, Object.class);
      MethodHandle run =
          lookup
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .asType(ofObject);
      MethodHandle isThere =
          lookup.findStatic(
              Objects.class, "nonNull", MethodType.methodType(boolean.class, Object.class));
      MethodHandle runs = MethodHandles.guardWithTest(isThere, run, MethodHandles.empty(ofObject));
      return MethodHandles.dropArguments(
              MethodHandles.filterReturnValue(get, runs),
              0,
              Object.class,
              Method.class,
              Object[].class)
          .asType(MethodType.methodType(Object.class, Object.class, Method.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
