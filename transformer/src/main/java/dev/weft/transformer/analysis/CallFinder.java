package dev.weft.transformer.analysis;

import dev.weft.transformer.analysis.Call.How;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Names;
import dev.weft.transformer.model.Slots;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Tells which calls in a method are suspension points, and what each is compiled into. */
public final class CallFinder {

  /** The calls by which a coroutine of any kind but a generator suspends. */
  static final Set<String> AWAITING = Set.of("await", "yieldNow", "delay");

  private static final Set<String> EMITTING = Set.of("emit", "emitAll");

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
    Found primitive = call.owner.equals(Names.WEFT) ? primitive(call) : null;
    if (primitive != null) {
      return primitive; // anything else there is found as in every class: switchTo has a body
    }
    AsyncMethod callee = hierarchy.resolve(call.owner, call.name, call.desc);
    boolean unknown = callee == null;
    if (unknown) {
      callee = hierarchy.unknown(call.owner, call.name, call.desc);
    }
    if (callee == null || cannotLink(call, callee)) {
      return null;
    }
    if (callee.kind() == Kind.SUSPENDING) {
      return new Found(toBody(call, callee), null, unknown);
    }
    if (callee.kind() == Kind.GENERATOR && callee.linkage() == Linkage.LATE) {
      return null; // made as a generator, which emitAll then goes through
    }
    MethodInsnNode consumer = consumer(call, callee.kind());
    return consumer == null ? null : new Found(toBody(call, callee), consumer, unknown);
  }

  /** Late linking needs more slots than the body alone. */
  private boolean cannotLink(MethodInsnNode call, AsyncMethod callee) {
    boolean tooMany =
        Slots.arguments(call.desc, call.getOpcode() == Opcodes.INVOKESTATIC) > MOST_LINKED_SLOTS;
    return callee.linkage() == Linkage.LATE && tooMany;
  }

  private @Nullable Found primitive(MethodInsnNode call) throws RefusedException {
    boolean awaits = AWAITING.contains(call.name);
    if (!awaits && !EMITTING.contains(call.name)) {
      return null;
    }
    if (awaits && body.kind() == Kind.GENERATOR) {
      throw new RefusedException(
          Instructions.lineOf(call),
          "calls "
              + call.name
              + " in a generator method, but a generator suspends only to emit; await before the"
              + " generator is made and pass it the results, or emit tasks");
    }
    if (!awaits && body.kind() == Kind.TASK) {
      throw new RefusedException(
          Instructions.lineOf(call),
          "calls "
              + call.name
              + " in a task method, but only generators emit; let the method return Generator");
    }
    boolean all = call.name.equals("emitAll");
    String parameter = call.name.equals("await") ? "(L" + Names.COMPLETION_STAGE + ";" : null;
    String parameters =
        parameter != null ? parameter : call.desc.substring(0, call.desc.indexOf(')'));
    return new Found(
        new Call(
            Opcodes.INVOKESTATIC,
            all ? Names.GENERATOR_METHOD : Names.SUSPEND,
            "",
            call.name,
            call.desc,
            parameters + Names.CARRIER_DESC + ")" + Type.getReturnType(call.desc),
            false,
            How.PRIMITIVE,
            Kind.SUSPENDING,
            false,
            -1),
        null,
        false);
  }

  private Call toBody(MethodInsnNode call, AsyncMethod callee) {
    boolean superCall = call.getOpcode() == Opcodes.INVOKESPECIAL;
    boolean direct = callee.linkage() == Linkage.DIRECT;
    boolean asked = direct && !superCall && callee.isOverridable();
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
        asked,
        asked ? ReceiverSource.slotOf(call) : -1);
  }

  /** The {@code await} of a task just made, or the {@code emitAll} of a generator just made. */
  private static @Nullable MethodInsnNode consumer(MethodInsnNode call, Kind kind) {
    String name = kind == Kind.TASK ? "await" : "emitAll";
    return Instructions.next(call) instanceof MethodInsnNode next
            && next.owner.equals(Names.WEFT)
            && next.name.equals(name)
        ? next
        : null;
  }
}
