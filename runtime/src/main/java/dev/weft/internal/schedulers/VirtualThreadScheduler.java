package dev.weft.internal.schedulers;

import dev.weft.spi.Scheduler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** A virtual thread for each step; found by name, since Weft is compiled for JDK 17. */
public final class VirtualThreadScheduler implements Scheduler {

  private final MethodHandle start;

  public VirtualThreadScheduler() {
    try {
      start =
          MethodHandles.publicLookup()
              .findStatic(
                  Thread.class,
                  "startVirtualThread",
                  MethodType.methodType(Thread.class, Runnable.class));
    } catch (NoSuchMethodException | IllegalAccessException older) {
      throw new UnsupportedOperationException(
          "virtual threads need JDK 21 or newer, and this is JDK "
              + Runtime.version().feature()
              + "; use Schedulers.workStealing, or Scheduler.of(an executor)",
          older);
    }
  }

  @Override
  public void schedule(Runnable step) {
    try {
      Thread unused = (Thread) start.invokeExact(step);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "Schedulers.virtualThreads()";
  }
}
