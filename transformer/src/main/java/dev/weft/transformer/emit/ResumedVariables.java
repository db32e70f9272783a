package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.SpilledValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The table of variables of a resumed body, {@linkplain PeeledCopyEmitter copies} apart: a debugger
 * shows a variable where its slot is known to hold it, and not where it has not been restored,
 * since something else may lie there.
 *
 * <p>Known is what a call that has not started begins with, what a resumption restores, what has
 * been stored since, and at a stack map frame what that lists. A variable that is dead stays
 * visible as long as no other way leads to the place.
 */
final class ResumedVariables {

  private final ResumeBodyEmitter body;
  private final MethodNode method;
  private final Code code;

  /** All variables, and beside each where its current range has begun, if there is one. */
  private final List<LocalVariableNode> all;

  private final @Nullable Label[] open;
  private final BitSet inScope = new BitSet();

  /** By slot. */
  private BitSet known = new BitSet();

  private final List<Range> ranges = new ArrayList<>();

  private record Range(LocalVariableNode variable, Label start, Label end) {}

  ResumedVariables(ResumeBodyEmitter body) {
    this.body = body;
    method = body.method;
    code = body.code;
    all = method.localVariables == null ? List.of() : method.localVariables;
    open = new @Nullable Label[all.size()];
  }

  /** Where a resumption at {@code point}, which begins at a label, ends. */
  void restored(SuspensionPoint point, Label start) {
    if (all.isEmpty()) {
      return;
    }
    BitSet kept = keptAt(point);
    int call = method.instructions.indexOf(point.insn());
    Label end = here();
    for (LocalVariableNode each : all) {
      boolean scoped =
          method.instructions.indexOf(each.start) <= call
              && call < method.instructions.indexOf(each.end);
      if (scoped && kept.get(each.index)) {
        ranges.add(new Range(each, start, end));
      }
    }
  }

  /** Where the method's own code begins. */
  void begin() {
    known = slots(body.spec.at(0).locals());
  }

  /** Behind an element of the method's own code. */
  void written(AbstractInsnNode insn) {
    if (all.isEmpty()) {
      return;
    }
    boolean changed = false;
    if (insn instanceof LabelNode label) {
      changed = scopesAt(label);
    } else if (insn instanceof FrameNode) {
      known = body.analysis.liveness().before(insn);
      changed = true;
    } else if (insn instanceof VarInsnNode store && insn.getOpcode() >= Opcodes.ISTORE) {
      changed = !known.get(store.var);
      known.set(store.var);
    } else if (insn.getOpcode() >= 0) {
      changed = resumedBehind(insn);
    }
    if (changed) {
      update();
    }
  }

  private boolean scopesAt(LabelNode label) {
    boolean changed = false;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).start == label) {
        inScope.set(i);
        changed = true;
      }
      if (all.get(i).end == label) { // also where it covers nothing
        inScope.clear(i);
        changed = true;
      }
    }
    return changed;
  }

  private boolean resumedBehind(AbstractInsnNode insn) {
    SuspensionPoint point = body.analysis.pointAt(insn);
    if (point == null || body.analysis.peeling().of(point) != null) {
      return false;
    }
    known.and(keptAt(point));
    return true;
  }

  private BitSet keptAt(SuspensionPoint point) {
    return slots(body.spec.at(point.state()).locals());
  }

  private static BitSet slots(List<SpilledValue> locals) {
    var slots = new BitSet();
    locals.forEach(saved -> slots.set(saved.value().index()));
    return slots;
  }

  /** Where the method's own code ends. */
  void end() {
    inScope.clear();
    update();
  }

  /** Begins and ends ranges here. */
  private void update() {
    Label here = null;
    for (int i = 0; i < all.size(); i++) {
      boolean visible = inScope.get(i) && known.get(all.get(i).index);
      Label start = open[i];
      if (visible != (start != null)) {
        here = here == null ? here() : here;
        if (start != null) {
          ranges.add(new Range(all.get(i), start, here));
        }
        open[i] = visible ? here : null;
      }
    }
  }

  private Label here() {
    var here = new Label();
    code.visitLabel(here);
    return here;
  }

  /** Writes what is known. */
  void writeTo(VariableTable table) {
    ranges.forEach(range -> table.add(range.variable, range.start, range.end));
  }
}
