package dev.weft.woven;

import dev.weft.internal.engine.MonitorFrame;

/** {@link GeneratedFrame} for methods that may be suspended while they hold monitors. */
public abstract class GeneratedMonitorFrame extends MonitorFrame {

  /** For generated code. */
  protected GeneratedMonitorFrame() {}
}
