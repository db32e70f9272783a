package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Instructions;
import dev.weft.transformer.analysis.Peeling;
import dev.weft.transformer.analysis.Peeling.Copy;
import dev.weft.transformer.analysis.SuspensionPoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Writes the {@linkplain Peeling copies} of a resumed body: the same instructions once more, with
 * labels of their own. A label of the original stands for a different place in each copy; the copy
 * itself knows in which one.
 */
final class PeeledCopyEmitter {

  private final ResumeBodyEmitter body;
  private final MethodNode method;
  private final Peeling peeling;
  private final Code code;
  private final Map<Copy, Map<LabelNode, LabelNode>> labels = new HashMap<>();
  private final Map<Copy, Map<AbstractInsnNode, Range>> ranges = new HashMap<>();

  /** The copy that is being written; null while the method itself is. */
  private @Nullable Copy current;

  /** Where the code of one instruction begins and ends. */
  private record Range(Label start, Label end) {}

  PeeledCopyEmitter(ResumeBodyEmitter body) {
    this.body = body;
    method = body.method;
    code = body.code;
    peeling = body.analysis.peeling();
  }

  /** Whether a body resumes at {@code point} in what is being written. */
  boolean isResumedHere(SuspensionPoint point) {
    return peeling.of(point) == current;
  }

  /** The label to which {@code original} leads in what is being written. */
  Label label(LabelNode original) {
    return node(current, original).getLabel();
  }

  /** The label to which a jump in {@code copy}, or the method itself if null, leads. */
  Label labelFrom(@Nullable Copy copy, LabelNode original) {
    return node(copy, original).getLabel();
  }

  private LabelNode node(@Nullable Copy from, LabelNode original) {
    Copy copy = from == null ? null : from.at(original);
    return copy == null
        ? original
        : labels
            .computeIfAbsent(copy, each -> new HashMap<>())
            .computeIfAbsent(original, each -> new LabelNode());
  }

  /** Writes an instruction that needs nothing but its labels replaced. */
  void instruction(AbstractInsnNode insn) {
    if (current == null) {
      insn.accept(code);
      return;
    }
    var targets = new HashMap<LabelNode, LabelNode>();
    if (insn instanceof LabelNode label) {
      targets.put(label, node(current, label));
    }
    for (LabelNode target : Instructions.targets(insn)) {
      targets.put(target, node(current, target));
    }
    insn.clone(targets).accept(code);
  }

  /** Writes all copies. */
  void emit() {
    for (Copy copy : peeling.copies()) {
      current = copy;
      emit(copy);
    }
    current = null;
  }

  private void emit(Copy copy) {
    int line = 0;
    int written = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode number) {
        line = number.line;
      } else if (insn.getOpcode() < 0) {
        if (copy.holds(insn)) {
          body.emit(insn);
        }
      } else if (copy.holds(insn) || isResumedBehind(insn)) {
        if (line != written) {
          line(line, copy.holds(insn) ? null : body.analysis.pointAt(insn));
          written = line;
        }
        real(copy, insn);
      }
    }
  }

  /** A breakpoint has stopped where the body is entered; not once more where it is resumed. */
  private void line(int line, @Nullable SuspensionPoint resumed) {
    if (resumed != null) {
      code.lineOfJumpTarget(line, body.localsAt(resumed), body.stackAt(resumed));
      return;
    }
    var here = new Label();
    code.visitLabel(here);
    code.visitLineNumber(line, here);
  }

  private boolean isResumedBehind(AbstractInsnNode insn) {
    SuspensionPoint point = body.analysis.pointAt(insn);
    return point != null && isResumedHere(point);
  }

  private void real(Copy copy, AbstractInsnNode insn) {
    SuspensionPoint point = body.analysis.pointAt(insn);
    if (point != null && !copy.holds(insn)) {
      body.resumePoint(point);
    } else {
      withRange(copy, insn);
    }
    LabelNode next = Instructions.fallsThrough(insn) ? copy.leavesBehind(insn) : null;
    if (next != null) {
      code.visitJumpInsn(Opcodes.GOTO, label(next));
    }
  }

  private void withRange(Copy copy, AbstractInsnNode insn) {
    var range = new Range(new Label(), new Label());
    code.visitLabel(range.start);
    body.emit(insn);
    code.visitLabel(range.end);
    if (!body.analysis.isFused(insn)) { // that one has no code
      ranges.computeIfAbsent(copy, each -> new HashMap<>()).put(insn, range);
    }
  }

  /** Writes a try block of the original for each copy that holds some of it. */
  void tryCatchBlock(TryCatchBlockNode block) {
    for (Copy copy : peeling.copies()) {
      Range range = range(copy, block.start, block.end);
      if (range != null) {
        code.visitTryCatchBlock(range.start, range.end, labelFrom(copy, block.handler), block.type);
      }
    }
  }

  /**
   * Writes where the copies' variables are: only while they are live, for what is dead at the
   * suspension is not restored, and the slot may hold something else.
   */
  void writeTo(VariableTable table) {
    for (Copy copy : peeling.copies()) {
      for (LocalVariableNode variable : method.localVariables) {
        localVariable(ranges.getOrDefault(copy, Map.of()), variable, table);
      }
    }
  }

  private void localVariable(
      Map<AbstractInsnNode, Range> written, LocalVariableNode variable, VariableTable table) {
    Range open = null;
    for (AbstractInsnNode each = variable.start;
        each != null && each != variable.end;
        each = each.getNext()) {
      Range range = written.get(each);
      if (range != null && body.analysis.liveness().before(each).get(variable.index)) {
        open = new Range(open == null ? range.start : open.start, range.end);
      } else if (range != null && open != null) {
        table.add(variable, open.start, open.end);
        open = null;
      }
    }
    if (open != null) {
      table.add(variable, open.start, open.end);
    }
  }

  /** What a copy holds of a stretch of the original; null if that is nothing. */
  private @Nullable Range range(Copy copy, LabelNode start, LabelNode end) {
    Map<AbstractInsnNode, Range> written = ranges.getOrDefault(copy, Map.of());
    Label first = null;
    Label last = null;
    for (AbstractInsnNode each = start; each != end; each = each.getNext()) {
      Range range = written.get(each);
      if (range != null) {
        first = first == null ? range.start : first;
        last = range.end;
      }
    }
    return first == null || last == null ? null : new Range(first, last);
  }
}
