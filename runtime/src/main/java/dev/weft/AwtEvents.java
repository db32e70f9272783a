package dev.weft;

import dev.weft.runtime.Carrier;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The event thread of AWT; found by name, so that Weft needs no desktop module. */
final class AwtEvents implements Scheduler {

  private final MethodHandle invokeLater;

  private AwtEvents(MethodHandle invokeLater) {
    this.invokeLater = invokeLater;
  }

  static Scheduler scheduler() {
    try {
      Class<?> queue = Class.forName("java.awt.EventQueue");
      return new AwtEvents(
          MethodHandles.publicLookup()
              .findStatic(queue, "invokeLater", MethodType.methodType(void.class, Runnable.class)));
    } catch (ReflectiveOperationException missing) {
      throw new UnsupportedOperationException("this JDK has no java.desktop module", missing);
    }
  }

  @Override
  public void schedule(Runnable step) {
    try {
      invokeLater.invokeExact((Runnable) () -> run(step));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void run(Runnable step) {
    Carrier.current().forbidBlocking("AWT's event thread");
    step.run();
  }

  @Override
  public String toString() {
    return "Schedulers.awt()";
  }
}
