package dev.weft.transformer.analysis;

import java.util.List;
import org.objectweb.asm.tree.InsnNode;

/**
 * A return instruction of a task or generator method.
 *
 * @param insn the instruction
 * @param way what it returns
 * @param below what lies on the stack under the returned reference and has to be dropped
 */
public record ReturnSite(InsnNode insn, Way way, List<Value> below) {

  /** What a task or generator method returns. */
  public enum Way {
    /** A task just completed with a value: the value itself is returned. */
    VALUE,
    /** Null, from a generator method: the end. */
    END,
    /** Some task or generator: what it gives is the result. */
    STAGE
  }
}
