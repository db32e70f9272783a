package dev.weft.transformer.analysis;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Monitors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Analyses one method: one pass over its instructions, after liveness and monitors. */
public final class MethodAnalyzer {

  private final AsyncBody body;
  private final MethodNode method;
  private final CallFinder calls;
  private final TypeFlow types;
  private final Liveness liveness;
  private final MonitorRules monitors;
  private final @Nullable HeldLocks locks;
  private final Set<LabelNode> tryEdges = new HashSet<>();

  private final List<SuspensionPoint> points = new ArrayList<>();
  private final List<ReturnSite> returns = new ArrayList<>();
  private final List<Integer> linesWithLocks = new ArrayList<>();
  private final List<Init> inits = new ArrayList<>();
  private final Map<Label, TypeInsnNode> made = new HashMap<>();
  private final Set<Label> heldAcross = new HashSet<>();

  /** A constructor call whose {@code new} may stand further on in the code. */
  private record Init(MethodInsnNode call, Label label, List<Value> stack, List<Integer> locals) {}

  private MethodAnalyzer(AsyncBody body, Hierarchy hierarchy, Monitors policy)
      throws RefusedException {
    this.body = body;
    method = body.node();
    Allocations.label(method);
    IteratorLoops.rename(method, hierarchy);
    calls = new CallFinder(hierarchy, body);
    types = new TypeFlow(body.owner().name, method);
    liveness = new Liveness(method);
    monitors = new MonitorRules(body, policy);
    locks = HeldLocks.of(method);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      tryEdges.add(block.start);
      tryEdges.add(block.end);
    }
  }

  /**
   * Analyses a method that has code and stack map frames.
   *
   * @param monitors what is done if it suspends while it holds one
   * @throws RefusedException if it cannot be woven
   */
  public static MethodAnalysis analyze(AsyncBody body, Hierarchy hierarchy, Monitors monitors)
      throws RefusedException {
    return new MethodAnalyzer(body, hierarchy, monitors).run();
  }

  private MethodAnalysis run() throws RefusedException {
    BitSet atStart = liveness.before(method.instructions.getFirst());
    List<Value> parameters = types.locals(atStart, method.instructions.getFirst());
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= 0 && types.isReachable()) {
        visit(insn);
      }
      types.step(insn);
      if (insn instanceof TypeInsnNode allocation && insn.getOpcode() == Opcodes.NEW) {
        made.put((Label) types.stackType(types.stackWords() - 1), allocation);
      }
    }
    made.keySet().retainAll(heldAcross);
    Peeling peeling = Peeling.of(method, points);
    return new MethodAnalysis(
        body, liveness, parameters, points, peeling, returns, initSites(), made, linesWithLocks);
  }

  private List<InitSite> initSites() {
    var sites = new ArrayList<InitSite>();
    for (Init init : inits) {
      TypeInsnNode allocation = made.get(init.label);
      if (allocation != null) {
        sites.add(new InitSite(init.call, allocation, init.stack, init.locals, init.label));
      }
    }
    return sites;
  }

  private void visit(AbstractInsnNode insn) throws RefusedException {
    boolean partOfLast = !points.isEmpty() && insn == points.get(points.size() - 1).fusedAwait();
    CallFinder.Found found = partOfLast ? null : calls.find(insn);
    if (found != null) {
      addPoint((MethodInsnNode) insn, found);
    } else if (insn instanceof MethodInsnNode call && call.name.equals("<init>")) {
      addInit(call);
    } else if (insn.getOpcode() == Opcodes.ARETURN && body.kind().returned() != null) {
      returns.add(returnSite((InsnNode) insn));
    }
  }

  private void addPoint(MethodInsnNode insn, CallFinder.Found found) throws RefusedException {
    if (found.unknown() && monitors.mayHold(insn)) {
      return; // most likely an ordinary call
    }
    MethodInsnNode fused = found.fused();
    if (fused != null && crossesTryEdge(insn, fused)) {
      return; // the task is made in one try block and awaited in another
    }
    BitSet live = liveness.after(insn);
    if (fused != null) {
      live.or(liveness.after(fused));
    }
    List<Integer> released = monitors.release(insn, live);
    List<Value> stack = types.stack(0, types.stackWords() - found.call().argumentSlots());
    List<Value> locals = types.locals(live, insn);
    int line = Instructions.lineOf(insn);
    points.add(
        new SuspensionPoint(
            points.size() + 1, insn, fused, found.call(), line, stack, locals, released));
    if (locks != null && locks.heldAt(insn)) {
      linesWithLocks.add(line);
    }
    rememberHeld(stack);
    rememberHeld(locals);
  }

  private boolean crossesTryEdge(AbstractInsnNode from, AbstractInsnNode to) {
    for (AbstractInsnNode each = from; each != to; each = each.getNext()) {
      if (each instanceof LabelNode label && tryEdges.contains(label)) {
        return true;
      }
    }
    return false;
  }

  private void rememberHeld(List<Value> values) {
    for (Value value : values) {
      if (value.type() instanceof Label label) {
        heldAcross.add(label);
      }
    }
  }

  private void addInit(MethodInsnNode call) {
    int arguments = (Type.getArgumentsAndReturnSizes(call.desc) >> 2) - 1;
    int receiver = types.stackWords() - arguments - 1;
    if (!(types.stackType(receiver) instanceof Label label)) {
      return;
    }
    int lowest = receiver;
    for (int word = receiver - 1; word >= 0; word--) {
      lowest = types.stackType(word) == label ? word : lowest;
    }
    var locals = new ArrayList<Integer>();
    for (int slot = 0; slot < types.localSlots(); slot++) {
      if (types.localType(slot) == label) {
        locals.add(slot);
      }
    }
    inits.add(new Init(call, label, types.stack(lowest, receiver), locals));
  }

  private ReturnSite returnSite(InsnNode insn) {
    AbstractInsnNode before = Instructions.previous(insn);
    List<Value> below = types.stack(0, types.stackWords() - 1);
    ReturnSite.Way way = ReturnSite.Way.STAGE;
    if (before instanceof MethodInsnNode call && body.kind().isWrapper(call.owner, call.name)) {
      way = ReturnSite.Way.VALUE;
    } else if (before != null
        && body.kind().endsByNull()
        && before.getOpcode() == Opcodes.ACONST_NULL) {
      way = ReturnSite.Way.END;
    }
    return new ReturnSite(insn, way, below);
  }
}
