package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Notices that Flight Recorder is used, by the loading of its classes, so that runtimes need not
 * load any to find out; has them offer their events then.
 */
final class FlightRecorderNotice {

  /** Loaded by whoever uses Flight Recorder. */
  private static final String ENTRY = "jdk/jfr/FlightRecorder";

  /**
   * Where runtimes find whether there is Flight Recorder: {@code true}, {@code false}, or that the
   * agent will say so.
   */
  private static final String PROPERTY = "weft.jfr";

  private static final String TOLD = "told";

  private final Instrumentation instrumentation;
  private final AtomicBoolean noticed = new AtomicBoolean();

  FlightRecorderNotice(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Begins: looks at what is loaded already. Unless somebody has decided otherwise. */
  void begin() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, TOLD);
      String name = ENTRY.replace('/', '.');
      for (Class<?> each : instrumentation.getAllLoadedClasses()) {
        if (each.getName().equals(name)) {
          notice(ENTRY);
          return;
        }
      }
    }
  }

  /**
   * A class of the JDK is about to be defined. That must not wait for what is done now, which uses
   * the class, so a thread of its own does it.
   */
  void notice(@Nullable String className) {
    if (ENTRY.equals(className)
        && TOLD.equals(System.getProperty(PROPERTY))
        && !noticed.getAndSet(true)) {
      var teller = new Thread(this::tell, "weft-flight-recorder");
      teller.setDaemon(true);
      teller.start();
    }
  }

  private void tell() {
    System.setProperty(PROPERTY, "true"); // before: a runtime that comes now finds it
    Inspection.offerEvents(instrumentation);
  }
}
