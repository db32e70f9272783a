package dev.weft.transformer.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The verification types of locals and operand stack, instruction by instruction: one pass in code
 * order over the class file's own stack map frames, so no class needs to be looked up or loaded.
 */
final class TypeFlow {

  private final MethodNode method;
  private final AnalyzerAdapter types;

  TypeFlow(String owner, MethodNode method) {
    this.method = method;
    this.types = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
  }

  /** Takes the next instruction into account. */
  void step(AbstractInsnNode insn) {
    insn.accept(types);
  }

  /** Whether the place reached can be executed at all. */
  boolean isReachable() {
    return types.locals != null;
  }

  /** How many words the stack holds. */
  int stackWords() {
    return types.stack.size();
  }

  /** The type at a stack word counted from the bottom. */
  Object stackType(int word) {
    return types.stack.get(word);
  }

  /** The type of a local variable. */
  Object localType(int slot) {
    return types.locals.get(slot);
  }

  int localSlots() {
    return types.locals.size();
  }

  /** The stack entries in the words from {@code from} to before {@code to}. */
  List<Value> stack(int from, int to) {
    var values = new ArrayList<Value>();
    for (int word = from; word < to; word++) {
      var value = new Value(word, types.stack.get(word), "stack" + values.size());
      values.add(value);
      word += value.isWide() ? 1 : 0;
    }
    return values;
  }

  /**
   * The defined local variables among {@code slots}, named as of the instruction behind {@code at}.
   */
  List<Value> locals(BitSet slots, AbstractInsnNode at) {
    var values = new ArrayList<Value>();
    for (int slot = slots.nextSetBit(0);
        slot >= 0 && slot < types.locals.size();
        slot = slots.nextSetBit(slot + 1)) {
      Object type = types.locals.get(slot);
      if (!Opcodes.TOP.equals(type)) {
        values.add(
            new Value(slot, type, Objects.requireNonNullElse(name(slot, at), "slot" + slot)));
      }
    }
    return values;
  }

  private @Nullable String name(int slot, AbstractInsnNode at) {
    return name(method, slot, at);
  }

  /** The name of a variable as of the instruction behind {@code at}; null if it has none. */
  static @Nullable String name(MethodNode method, int slot, AbstractInsnNode at) {
    if (method.localVariables == null) {
      return null;
    }
    int index = method.instructions.indexOf(at) + 1;
    for (LocalVariableNode variable : method.localVariables) {
      if (variable.index == slot
          && method.instructions.indexOf(variable.start) <= index
          && index < method.instructions.indexOf(variable.end)) {
        return variable.name;
      }
    }
    return null;
  }
}
