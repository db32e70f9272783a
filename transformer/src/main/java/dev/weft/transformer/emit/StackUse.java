package dev.weft.transformer.emit;

import org.objectweb.asm.tree.MethodNode;

/** How much stack a woven call takes. */
final class StackUse {

  /** Return address, saved registers, and what the interpreter keeps for each call. */
  private static final int OVERHEAD = 12;

  private StackUse() {}

  /** An upper estimate for one call, in words, as the interpreter would need it. */
  static int words(MethodNode method) {
    return method.maxLocals + method.maxStack + OVERHEAD;
  }
}
