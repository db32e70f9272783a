package dev.weft.transformer.analysis;

import java.util.Arrays;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Tells which exception handlers cover which instructions. */
final class Handlers {

  private static final LabelNode[] NONE = {};

  private Handlers() {}

  /** For each element of a method's code, by its index, the handlers around it. */
  static LabelNode[][] of(MethodNode method) {
    InsnList code = method.instructions;
    var handlers = new LabelNode[code.size()][];
    Arrays.fill(handlers, NONE);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int end = code.indexOf(block.end);
      for (int i = code.indexOf(block.start); i < end; i++) {
        LabelNode[] more = Arrays.copyOf(handlers[i], handlers[i].length + 1);
        more[handlers[i].length] = block.handler;
        handlers[i] = more;
      }
    }
    return handlers;
  }
}
