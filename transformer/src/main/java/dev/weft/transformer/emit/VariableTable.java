package dev.weft.transformer.emit;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;

/**
 * Writes the table of variables of a body. Where a stretch of the original is cut up, nothing of a
 * variable may be left, or the same of two; the JVM refuses a table that says something twice.
 * Compilers write variables that cover nothing, too.
 */
final class VariableTable {

  private final Code code;
  private final boolean isStatic;
  private final Set<Entry> entries = new HashSet<>();

  /** Told apart as the JVM does it; the places are those of the next instructions. */
  private record Entry(
      String name, int slot, @Nullable AbstractInsnNode start, @Nullable AbstractInsnNode end) {}

  /** The table of {@code code}, to be written when that is complete. */
  VariableTable(Code code) {
    this.code = code;
    isStatic = (code.access & Opcodes.ACC_STATIC) != 0;
  }

  /**
   * Says that {@code variable} is to be seen from {@code start} to {@code end}, both visited. The
   * receiver of a resumed body lies in a variable of a static method, and debuggers pass over one
   * that is called {@code this} there.
   */
  void add(LocalVariableNode variable, Label start, Label end) {
    String name = isStatic && variable.name.equals("this") ? "$this" : variable.name;
    var entry = new Entry(name, variable.index, instructionAt(start), instructionAt(end));
    if (entry.start != entry.end && entries.add(entry)) {
      code.visitLocalVariable(name, variable.desc, variable.signature, start, end, variable.index);
    }
  }

  /** Null at the end of the code. */
  private static @Nullable AbstractInsnNode instructionAt(Label label) {
    AbstractInsnNode each = (LabelNode) label.info;
    while (each != null && each.getOpcode() < 0) {
      each = each.getNext();
    }
    return each;
  }
}
