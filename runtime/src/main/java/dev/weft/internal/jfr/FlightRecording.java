package dev.weft.internal.jfr;

import java.util.Optional;
import jdk.jfr.FlightRecorder;

/**
 * Offers Weft's events to Flight Recorder, where there is one; the only class here that is loaded
 * while nobody uses that.
 *
 * <p>To be told when a recording begins, one has to load Flight Recorder's classes, which takes 40
 * ms on JDK 17. So that is done when somebody has begun to use it: when it runs as the first
 * coroutine is made, when the agent sees its classes being loaded, or when somebody says so.
 */
public final class FlightRecording {

  /** {@code true}, {@code false}; or {@link #TOLD}. */
  private static final String PROPERTY = "weft.jfr";

  /** The agent says so when Flight Recorder is used: there is no need to look. */
  private static final String TOLD = "told";

  private FlightRecording() {}

  /** Looks whether Flight Recorder runs. Before the first coroutine is made. */
  public static void atStart() {
    switch (System.getProperty(PROPERTY, "")) {
      case "true" -> offer();
      case "false", TOLD -> {}
      default -> {
        if (isThere() && FlightRecorder.isInitialized()) { // loads that class alone
          RecordingListener.register();
        }
      }
    }
  }

  /**
   * From now on what recordings want is recorded; does nothing where there is no Flight Recorder.
   * Any thread.
   */
  public static void offer() {
    if (isThere()) {
      RecordingListener.register();
    }
  }

  /** Whether this can name Flight Recorder's classes. */
  private static boolean isThere() {
    Optional<Module> recorder = ModuleLayer.boot().findModule("jdk.jfr");
    return recorder.isPresent() && FlightRecording.class.getModule().canRead(recorder.get());
  }
}
