package dev.weft.internal.schedulers;

import dev.weft.internal.engine.Carrier;
import dev.weft.spi.Scheduler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The event thread of AWT; found by name, so that Weft needs no desktop module. */
public final class AwtScheduler implements Scheduler {

  private final MethodHandle invokeLater;

  private AwtScheduler(MethodHandle invokeLater) {
    this.invokeLater = invokeLater;
  }

  public static Scheduler scheduler() {
    try {
      Class<?> queue = Class.forName("java.awt.EventQueue");
      return new AwtScheduler(
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
