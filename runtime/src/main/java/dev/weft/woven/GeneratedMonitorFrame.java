package dev.weft.woven;

import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.MonitorFrame;
import org.jspecify.annotations.Nullable;

/** {@link GeneratedFrame} for methods that may be suspended while they hold monitors. */
public abstract class GeneratedMonitorFrame extends GeneratedFrame implements MonitorFrame {

  private @Nullable Frame calleesWhileSuspended;

  /** For generated code. */
  protected GeneratedMonitorFrame() {}

  @Override
  public final @Nullable Frame callees() {
    return calleesWhileSuspended;
  }

  @Override
  public final void setCallees(@Nullable Frame leaf) {
    calleesWhileSuspended = leaf;
  }
}
