package dev.weft.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The frame of a method that may be suspended while it holds monitors, and gives them up meanwhile.
 * Implemented by a {@link Frame}.
 *
 * <p>Only a method's own code can take its monitors again, and its callees are to go on with them
 * held. So such a frame is resumed before its callees: towards the driver it is the leaf; the chain
 * of its callees hangs on it, and its body resumes them between taking the monitors and going on.
 */
public interface MonitorFrame {

  /** The leaf of the suspended calls that this frame's method made; null if it is the leaf. */
  @Nullable Frame callees();

  /** Changes {@link #callees}. */
  void setCallees(@Nullable Frame leaf);
}
