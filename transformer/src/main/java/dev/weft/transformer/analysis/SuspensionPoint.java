package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * One place where a method may suspend, and what is there when it does.
 *
 * @param state the number by which a frame remembers it, from 1
 * @param insn the original call
 * @param fusedAwait the {@code await} (or {@code emitAll}) that follows it and is compiled into it
 * @param call what is called instead
 * @param line source line, or 0
 * @param stack the operand stack below the call's arguments, bottom first
 * @param locals the local variables that are live after the call
 * @param monitors the variables whose objects' monitors are released meanwhile, outermost first
 */
public record SuspensionPoint(
    int state,
    MethodInsnNode insn,
    @Nullable MethodInsnNode fusedAwait,
    Call call,
    int line,
    List<Value> stack,
    List<Value> locals,
    List<Integer> monitors) {

  /** What is called, {@code Owner.method}, for reports. */
  public String callee() {
    return ClassNames.simple(insn.owner) + "." + insn.name;
  }

  /** Whether the body of a task method is called in place of awaiting its task. */
  public boolean awaitsTask() {
    return fusedAwait != null && Kind.takesCarrierFirst(call.descriptor());
  }

  /** Whether monitors are held here. */
  public boolean holdsMonitors() {
    return !monitors.isEmpty();
  }
}
