package dev.weft.woven;

import dev.weft.internal.engine.Frame;

/** The superclass of the frames of woven methods; one final subclass of it is made for each. */
public abstract class GeneratedFrame extends Frame {

  /** For generated code. */
  protected GeneratedFrame() {}
}
