package dev.weft.transformer.analysis;

import dev.weft.transformer.analysis.Call.How;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Intrinsic;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Slots;
import dev.weft.transformer.model.TaskAdapter;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Tells which calls in a method are suspension points, and what each is compiled into. */
public final class CallFinder {

  /** Method handles have some slots less than methods, and room and carrier take two. */
  public static final int MOST_LINKED_SLOTS = 252;

  /**
   * A suspending call.
   *
   * @param fused the {@code await} or {@code emitAll} that it makes superfluous
   * @param unknown whether it may as well be a call of an ordinary method
   */
  public record Found(Call call, @Nullable MethodInsnNode fused, boolean unknown) {}

  private final Hierarchy hierarchy;
  private final AsyncBody body;

  /** A finder for one method. */
  public CallFinder(Hierarchy hierarchy, AsyncBody body) {
    this.hierarchy = hierarchy;
    this.body = body;
  }

  /** The suspending call that {@code insn} is, or null. */
  public @Nullable Found find(AbstractInsnNode insn) throws RefusedException {
    if (!(insn instanceof MethodInsnNode call) || call.name.startsWith("<")) {
      return null;
    }
    Intrinsic intrinsic = hierarchy.intrinsic(call.owner, call.name, call.desc);
    if (intrinsic != null) {
      return found(call, intrinsic);
    }
    String problem = hierarchy.problemOfIntrinsics(call.owner);
    if (problem != null) {
      throw refused(call, ", but " + problem);
    }
    AsyncMethod callee = hierarchy.resolve(call.owner, call.name, call.desc);
    boolean unknown = callee == null;
    if (unknown) {
      callee = hierarchy.unknown(call.owner, call.name, call.desc);
    }
    callee = callee == null ? null : orLate(call, callee);
    if (callee == null || cannotLink(call, callee)) {
      return null;
    }
    if (callee.kind().isPartOfCaller()) {
      return new Found(toBody(call, callee), null, unknown);
    }
    if (callee.kind().isLazy() && callee.linkage() == Linkage.LATE) {
      return null; // what it makes is consumed as anything else of its type
    }
    if (callee.adapter() != null && callee.linkage() == Linkage.LATE) {
      return null; // the linker knows only stages
    }
    MethodInsnNode consumer = consumer(call, callee);
    return consumer == null ? null : new Found(toBody(call, callee), consumer, unknown);
  }

  /**
   * A {@code super} call of a body passes over an override of a superclass that turns out not to be
   * woven. So where another build's superclass may be there, it is looked for when it is called.
   */
  private AsyncMethod orLate(MethodInsnNode call, AsyncMethod callee) {
    boolean passesOver =
        call.getOpcode() == Opcodes.INVOKESPECIAL
            && callee.linkage() == Linkage.DIRECT
            && mayBeReplaced(call, callee)
            && !hasTooManySlots(call);
    return passesOver ? callee.with(Linkage.LATE) : callee;
  }

  /** Whether the class that the call names, or the one that it finds the method in, may be. */
  private boolean mayBeReplaced(MethodInsnNode call, AsyncMethod callee) {
    return hierarchy.mayBeReplaced(call.owner, body.owner().name)
        || hierarchy.mayBeReplaced(callee.owner().name(), body.owner().name);
  }

  /** Late linking needs more slots than the body alone. */
  private static boolean cannotLink(MethodInsnNode call, AsyncMethod callee) {
    return callee.linkage() == Linkage.LATE && hasTooManySlots(call);
  }

  private static boolean hasTooManySlots(MethodInsnNode call) {
    return Slots.arguments(call.desc, call.getOpcode() == Opcodes.INVOKESTATIC) > MOST_LINKED_SLOTS;
  }

  /**
   * Whether a class that is not woven may override the callee: one below it, or, if it is final,
   * its own class if that is another build's.
   */
  private boolean isOverridable(MethodInsnNode call, AsyncMethod callee) {
    int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;
    return callee.isOverridable()
        || ((callee.method().access() & fixed) == 0
            && mayBeReplaced(call, callee)
            && hierarchy.inheritsAsync(
                callee.owner(), callee.method().name(), callee.method().descriptor()));
  }

  private Found found(MethodInsnNode call, Intrinsic intrinsic) throws RefusedException {
    Kind own = body.kind();
    String refusal = intrinsic.emits() ? own.refusalToEmit() : null;
    if (refusal == null && intrinsic.awaits()) {
      refusal = own.refusalToAwait();
    }
    if (refusal != null) {
      throw refused(call, " " + refusal);
    }
    return new Found(Call.of(intrinsic, call.desc), null, false);
  }

  private static RefusedException refused(MethodInsnNode call, String why) {
    return new RefusedException(Instructions.lineOf(call), "calls " + call.name + why);
  }

  private Call toBody(MethodInsnNode call, AsyncMethod callee) {
    boolean superCall = call.getOpcode() == Opcodes.INVOKESPECIAL;
    boolean direct = callee.linkage() == Linkage.DIRECT;
    boolean asked = direct && !superCall && isOverridable(call, callee);
    return new Call(
        call.getOpcode(),
        call.owner,
        superCall ? body.owner().name : call.owner,
        call.name,
        call.desc,
        callee.kind().bodyDescriptor(call.desc),
        call.itf,
        direct ? How.BODY : How.LATE,
        callee.kind(),
        callee.adapter(),
        asked,
        asked ? ReceiverSource.slotOf(call) : -1);
  }

  /** The {@code await} of a task just made, or the {@code emitAll} of a generator just made. */
  private @Nullable MethodInsnNode consumer(MethodInsnNode call, AsyncMethod callee) {
    return Instructions.next(call) instanceof MethodInsnNode next && consumes(next, callee)
        ? next
        : null;
  }

  private boolean consumes(MethodInsnNode call, AsyncMethod callee) {
    TaskAdapter adapter = callee.adapter();
    if (adapter != null && adapter.isAwaitedBy(call.owner, call.name, call.desc)) {
      return true;
    }
    Intrinsic intrinsic = hierarchy.intrinsic(call.owner, call.name, call.desc);
    return intrinsic != null
        && intrinsic.consumes()
        && hierarchy.kind("()" + Type.getArgumentTypes(call.desc)[0]) == callee.kind();
  }
}
