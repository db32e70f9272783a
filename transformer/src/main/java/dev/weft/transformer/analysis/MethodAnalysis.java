package dev.weft.transformer.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** All that emission needs to know of one method; made by {@link MethodAnalyzer}. */
public final class MethodAnalysis {

  private final AsyncBody body;
  private final InsnList code;
  private final Liveness liveness;
  private final List<SuspensionPoint> points;
  private final List<Value> parameters;
  private final Peeling peeling;
  private final List<Integer> linesWithLocks;

  /** By the index of the call: looked up for each instruction, whose hash would cost more. */
  private final @Nullable SuspensionPoint[] pointByCall;

  private final Set<AbstractInsnNode> fused = new HashSet<>();
  private final Map<AbstractInsnNode, ReturnSite> returns = new HashMap<>();
  private final Map<AbstractInsnNode, InitSite> inits = new HashMap<>();
  private final Map<Label, TypeInsnNode> remade;
  private final Map<LabelNode, TypeInsnNode> remadeByNode = new HashMap<>();

  MethodAnalysis(
      AsyncBody body,
      Liveness liveness,
      List<Value> parameters,
      List<SuspensionPoint> points,
      Peeling peeling,
      List<ReturnSite> returns,
      List<InitSite> inits,
      Map<Label, TypeInsnNode> remade,
      List<Integer> linesWithLocks) {
    this.body = body;
    this.liveness = liveness;
    this.parameters = List.copyOf(parameters);
    this.points = List.copyOf(points);
    this.peeling = peeling;
    this.linesWithLocks = List.copyOf(linesWithLocks);
    code = body.node().instructions;
    pointByCall = new SuspensionPoint[code.size()];
    for (SuspensionPoint point : points) {
      pointByCall[code.indexOf(point.insn())] = point;
      if (point.fusedAwait() != null) {
        fused.add(point.fusedAwait());
      }
    }
    returns.forEach(site -> this.returns.put(site.insn(), site));
    inits.forEach(site -> this.inits.put(site.insn(), site));
    this.remade = Map.copyOf(remade);
    remade.values().forEach(this::nameRemade);
  }

  private void nameRemade(TypeInsnNode made) {
    for (AbstractInsnNode each = made.getPrevious();
        each != null && each.getOpcode() < 0;
        each = each.getPrevious()) {
      if (each instanceof LabelNode label) {
        remadeByNode.put(label, made);
      }
    }
  }

  /** The method. */
  public AsyncBody body() {
    return body;
  }

  /** Liveness of its variables. */
  public Liveness liveness() {
    return liveness;
  }

  /** Its suspension points in code order; the one at index i has state i + 1. */
  public List<SuspensionPoint> points() {
    return points;
  }

  /** The lines of suspension points at which a lock may be held. */
  public List<Integer> linesWithLocks() {
    return linesWithLocks;
  }

  /** Where the resumed body goes on in a copy of the code. */
  public Peeling peeling() {
    return peeling;
  }

  /** The parameters, receiver included, that are live when the method starts. */
  public List<Value> parameters() {
    return parameters;
  }

  /** The suspension point that a call is, or null. */
  public @Nullable SuspensionPoint pointAt(AbstractInsnNode insn) {
    return pointByCall[code.indexOf(insn)];
  }

  /** Whether an instruction has become part of the suspending call before it. */
  public boolean isFused(AbstractInsnNode insn) {
    return fused.contains(insn);
  }

  /** The return site that an instruction is, or null. */
  public @Nullable ReturnSite returnAt(AbstractInsnNode insn) {
    return returns.get(insn);
  }

  /** Whether it may return what is to be awaited, or emitted, after its own code. */
  public boolean returnsStage() {
    return returns.values().stream().anyMatch(site -> site.way() == ReturnSite.Way.STAGE);
  }

  /** The line of the returns of what is awaited; 0 if it is not known, or they are of several. */
  public int stageReturnLine() {
    int[] lines =
        returns.values().stream()
            .filter(site -> site.way() == ReturnSite.Way.STAGE)
            .mapToInt(site -> Instructions.lineOf(site.insn()))
            .distinct()
            .toArray();
    return lines.length == 1 ? lines[0] : 0;
  }

  /** Whether an instruction only wraps a value for a return that does without. */
  public boolean isWrapping(AbstractInsnNode insn) {
    AbstractInsnNode next = insn.getOpcode() < 0 ? null : Instructions.next(insn);
    ReturnSite site = next == null ? null : returns.get(next);
    return site != null && site.way() != ReturnSite.Way.STAGE;
  }

  /** The constructor call whose object the resumed body makes late, or null. */
  public @Nullable InitSite initAt(AbstractInsnNode insn) {
    return inits.get(insn);
  }

  /** The class of the object that a type stands for, if the resumed body makes it late; or null. */
  public @Nullable String remadeType(Object type) {
    TypeInsnNode made = null;
    if (type instanceof LabelNode node) {
      made = remadeByNode.get(node);
    } else if (type instanceof Label label) {
      made = remade.get(label);
    }
    return made == null ? null : made.desc;
  }

  /** The label that stands before the {@code new} of an object, in the code being written. */
  public Label allocationLabel(Label analyzed) {
    TypeInsnNode made = Objects.requireNonNull(remade.get(analyzed));
    LabelNode before = (LabelNode) made.getPrevious(); // put there by the analysis
    return before.getLabel();
  }

  /** Whether the resumed body puts off what a {@code new} instruction makes. */
  public boolean isRemade(AbstractInsnNode insn) {
    return insn instanceof TypeInsnNode made && remade.containsValue(made);
  }

  /** Whether it may suspend while it holds monitors. */
  public boolean holdsMonitors() {
    return points.stream().anyMatch(SuspensionPoint::holdsMonitors);
  }

  /** Whether any call may lead deeper into woven code. */
  public boolean goesDeeper() {
    return points.stream().anyMatch(point -> point.call().goesDeeper());
  }
}
