package dev.weft.transformer.analysis;

import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.Intrinsic;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeMethod;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.Slots;
import dev.weft.transformer.model.TaskAdapter;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How a suspending call is made: what it is compiled into, with the carrier as last argument, and
 * before it, if the callee is woven, how much stack it may use.
 *
 * @param opcode the invoke instruction of the original call
 * @param owner the class it names
 * @param receiver the class of the receiver: the owner, or for a super call the calling class
 * @param name the method's name
 * @param plainDescriptor the method's descriptor as written
 * @param descriptor the descriptor with room (if woven), carrier and unboxed result
 * @param isInterface whether the owner is an interface
 * @param how which way it is linked
 * @param kind which kind of method it is of
 * @param adapter what makes the method's return type task-like; null for types that the weaver
 *     knows
 * @param asked whether a class that is not woven may override the callee, so that the caller asks
 *     first whether the body is meant for the receiver
 * @param receiverSlot the variable that holds the receiver, too, or -1 if none is known to
 */
public record Call(
    int opcode,
    String owner,
    String receiver,
    String name,
    String plainDescriptor,
    String descriptor,
    boolean isInterface,
    How how,
    Kind kind,
    @Nullable TaskAdapter adapter,
    boolean asked,
    int receiverSlot) {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  /** The ways of linking a suspending call. */
  public enum How {
    /** A suspension point of the runtime itself; see {@link Intrinsic}. */
    INTRINSIC,
    /** A woven body. */
    BODY,
    /** Perhaps a woven body: linked when it is first called. */
    LATE
  }

  /**
   * What a call of an intrinsic is compiled into.
   *
   * @param descriptor as written
   */
  static Call of(Intrinsic intrinsic, String descriptor) {
    return new Call(
        Opcodes.INVOKESTATIC,
        intrinsic.owner(),
        "",
        intrinsic.method(),
        descriptor,
        intrinsic.descriptor(descriptor),
        false,
        How.INTRINSIC,
        Kind.ofIntrinsics(),
        null,
        false,
        -1);
  }

  /** The call by which a method's body waits for what the method returns of a task-like type. */
  public static Call ofAwait(TaskAdapter adapter) {
    AsyncMethod await = Objects.requireNonNull(adapter.await());
    String descriptor = await.method().descriptor();
    return new Call(
        Opcodes.INVOKESTATIC,
        adapter.name(),
        adapter.name(),
        await.method().name(),
        descriptor,
        await.kind().bodyDescriptor(descriptor),
        adapter.isInterface(),
        await.linkage() == Linkage.DIRECT ? How.BODY : How.LATE,
        await.kind(),
        null,
        false,
        -1);
  }

  /** What the call leaves. */
  public Type result() {
    return Type.getReturnType(descriptor);
  }

  /** Whether the callee is woven code that may in turn call woven code. */
  public boolean goesDeeper() {
    return how != How.INTRINSIC;
  }

  /** Whether it hands out one element of a generator, and always suspends. */
  public boolean isEmit() {
    return how == How.INTRINSIC
        && RuntimeMethod.EMIT.equals(new RuntimeMethod(owner, name, descriptor));
  }

  /** Its key among the calls of one method: those of the same method have the same receivers. */
  public String receiversKey() {
    return owner + "." + name + plainDescriptor;
  }

  /** How many stack words the original call takes, its receiver included. */
  public int argumentSlots() {
    return Slots.arguments(plainDescriptor, opcode == Opcodes.INVOKESTATIC);
  }

  /**
   * Emits the call; arguments, room if the callee takes it, and carrier are on the stack.
   *
   * @param nameable which types the calling class can certainly name; a call that is linked late
   *     has objects in place of others
   */
  public void accept(MethodVisitor mv, Predicate<Type> nameable) {
    if (how == How.LATE) {
      acceptLate(mv, nameable);
    } else {
      mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
  }

  private void acceptLate(MethodVisitor mv, Predicate<Type> nameable) {
    boolean isStatic = opcode == Opcodes.INVOKESTATIC;
    String erased = erased(nameable);
    String site = isStatic ? erased : "(L" + receiver + ";" + erased.substring(1);
    var bootstrap =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            RuntimeNames.LINKER,
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                + "Ljava/lang/Class;Ljava/lang/String;I)Ljava/lang/invoke/CallSite;",
            false);
    mv.visitInvokeDynamicInsn(
        name,
        site,
        bootstrap,
        Type.getObjectType(owner),
        plainDescriptor, // as a text, for the types that cannot be named
        lateKind());
  }

  private String erased(Predicate<Type> nameable) {
    UnaryOperator<Type> each = type -> nameable.test(type) ? type : OBJECT;
    Type[] arguments = Type.getArgumentTypes(descriptor);
    Arrays.setAll(arguments, i -> each.apply(arguments[i]));
    return Type.getMethodDescriptor(each.apply(result()), arguments);
  }

  /** As {@code dev.weft.woven.Linker} numbers the kinds of calls. */
  private int lateKind() {
    return switch (opcode) {
      case Opcodes.INVOKESTATIC -> 1;
      case Opcodes.INVOKESPECIAL -> 2;
      default -> 0;
    };
  }
}
