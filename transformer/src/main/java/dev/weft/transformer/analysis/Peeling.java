package dev.weft.transformer.analysis;

import dev.weft.transformer.analysis.Loops.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * How the resumed body goes on inside a loop without jumping into its middle.
 *
 * <p>HotSpot compiles a loop that is entered elsewhere than at its header badly: the method is
 * irreducible, no loop of it is vectorised or unrolled, not even those without a suspension. So the
 * rest of the iteration that was interrupted is written a second time, as a copy in front of the
 * loop: a body resumes in the copy, and where the copy reaches the loop's header again it enters
 * the loop itself.
 *
 * <pre>
 *   for (..) { a; await; b; }    becomes    RESUME: b; for (..) { a; await; b; }
 * </pre>
 *
 * <p>Each loop that holds a suspension point has one {@link Copy}, with what can be reached in it
 * from its points. Loops in loops need no more: an inner loop's copy leads into the inner loop as
 * it stands in the outer loop's copy, that one into the outer loop as it stands in the method. A
 * copy goes over into other code only where that has a stack map frame; what lies between is copied
 * too.
 */
public final class Peeling {

  /** With more instructions than this, copies included, HotSpot may not compile the method. */
  private static final int MAX_SIZE = 2_500;

  /** By state; null where a body resumes in the method itself. */
  private final @Nullable Copy[] copies;

  private final List<Copy> all = new ArrayList<>();

  /** Part of the code, written once more. */
  public static final class Copy {
    private final ControlFlow flow;
    private final Loop loop;
    private final BitSet held = new BitSet();
    private @Nullable Copy outer;

    private Copy(ControlFlow flow, Loop loop) {
      this.flow = flow;
      this.loop = loop;
    }

    /** Whether it is of a loop. */
    boolean isOf(Loop other) {
      return loop.equals(other);
    }

    /** How many instructions it holds. */
    int size() {
      return held.cardinality();
    }

    /** Whether an instruction is in the copy; labels and the like are with the next real one. */
    public boolean holds(AbstractInsnNode insn) {
      return held.get(flow.position(insn));
    }

    /** The copy to which a jump from here to {@code target} leads; null for the method itself. */
    public @Nullable Copy at(LabelNode target) {
      return at(flow.position(target));
    }

    /**
     * Where this copy goes over into other code behind an instruction that falls through: the label
     * there. Null if it goes on itself.
     */
    public @Nullable LabelNode leavesBehind(AbstractInsnNode insn) {
      int next = flow.position(insn) + 1;
      return at(next) == this ? null : flow.entrance(next);
    }

    private @Nullable Copy at(int number) {
      if (number >= flow.size() || flow.entrance(number) == null) {
        return this;
      }
      Copy copy = this;
      while (copy != null && (number == copy.loop.header() || !copy.loop.body().get(number))) {
        copy = copy.outer;
      }
      return copy;
    }
  }

  private Peeling(int points) {
    copies = new @Nullable Copy[points + 1];
  }

  /** What to copy of a method with {@code points}. */
  static Peeling of(MethodNode method, List<SuspensionPoint> points) {
    var peeling = new Peeling(points.size());
    if (!points.isEmpty() && leadsBack(method)) {
      peeling.peel(points, new ControlFlow(method));
    }
    return peeling;
  }

  /** Whether any jump or handler leads backwards; without one there are no loops. */
  static boolean leadsBack(MethodNode method) {
    InsnList code = method.instructions;
    for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
      for (LabelNode target : Instructions.targets(insn)) {
        if (code.indexOf(target) < code.indexOf(insn)) {
          return true;
        }
      }
    }
    return method.tryCatchBlocks.stream()
        .anyMatch(block -> code.indexOf(block.handler) < code.indexOf(block.end));
  }

  private void peel(List<SuspensionPoint> points, ControlFlow flow) {
    List<Loop> loops = Loops.of(flow);
    Map<Loop, Copy> byLoop = new HashMap<>();
    for (SuspensionPoint point : points) {
      Loop loop = Loops.innermost(loops, flow.position(point.insn()));
      if (loop != null) {
        Copy copy = copyOf(loop, flow, loops, byLoop);
        copies[point.state()] = copy;
        reach(flow.position(point.insn()), copy);
      }
    }
    int size = flow.size() + all.stream().mapToInt(copy -> copy.held.cardinality()).sum();
    if (size > MAX_SIZE) {
      Arrays.fill(copies, null);
      all.clear();
    }
  }

  private Copy copyOf(Loop loop, ControlFlow flow, List<Loop> loops, Map<Loop, Copy> byLoop) {
    Copy known = byLoop.get(loop);
    if (known != null) {
      return known;
    }
    var copy = new Copy(flow, loop);
    byLoop.put(loop, copy);
    all.add(copy);
    List<Loop> around = loops.subList(loops.indexOf(loop) + 1, loops.size());
    Loop outer = Loops.innermost(around, loop.header());
    if (outer != null) {
      copy.outer = copyOf(outer, flow, loops, byLoop);
    }
    return copy;
  }

  /** Follows all ways on from a point, through its own copy and those that this leads to. */
  private static void reach(int point, Copy start) {
    record Place(Copy copy, int number) {}
    var open = new ArrayDeque<Place>();
    open.push(new Place(start, point));
    while (!open.isEmpty()) {
      Place place = open.pop();
      for (int next : start.flow.successors(place.number)) {
        Copy copy = place.copy.at(next);
        if (copy != null && !copy.held.get(next)) {
          copy.held.set(next);
          open.push(new Place(copy, next));
        }
      }
    }
  }

  /** The copies, in the order in which they are written. */
  public List<Copy> copies() {
    return all;
  }

  /** The copy in which a body resumes at a point; null if it does so in the method itself. */
  public @Nullable Copy of(SuspensionPoint point) {
    return copies[point.state()];
  }
}
