package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Call;
import dev.weft.transformer.analysis.CallFinder;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.analysis.Value;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * Writes, before calls of bodies that a class may override without being woven, the question
 * whether the body is meant for the receiver, and out of the way what is done if it is not.
 *
 * <pre>
 *   ..., receiver, arguments
 *   getstatic Frame.RECEIVERS_i; the receiver
 *   invokevirtual Receivers.haveBody; ifeq ORDINARY_i
 *   room; carrier; the call of the body
 *
 * ORDINARY_i:                       // Stack: ..., receiver, arguments
 *   aload carrier
 *   invokedynamic ordinary          // unwinds; Stack: ..., dummy
 *   goto SUSPEND_i
 * </pre>
 *
 * So an ordinary call is for its caller a call that suspends: {@code
 * dev.weft.internal.linking.OrdinaryCall} is the callee's frame, and is resumed at once.
 */
final class ReceiverCheck {

  private static final Handle ORDINARY =
      statically(
          RuntimeNames.LINKER,
          "ordinary",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;"
              + "[Ljava/lang/invoke/MethodHandle;)Ljava/lang/invoke/CallSite;");

  /** The same for more arguments than a call that is linked late can have. */
  private static final Handle ORDINARY_OF_ARRAY =
      statically(RuntimeNames.LINKER, "ordinaryOfArray", ORDINARY.getDesc());

  private static final String ARRAY_SITE =
      "([Ljava/lang/Object;" + RuntimeNames.CARRIER_DESC + ")V";

  private final BodyEmitter emitter;
  private final Code code;
  private final FrameSpec spec;
  private final Map<String, String> fields;
  private final Label[] ordinaries;

  ReceiverCheck(BodyEmitter emitter, FrameSpec spec) {
    this.emitter = emitter;
    this.spec = spec;
    code = emitter.code;
    fields = ReceiversEmitter.fields(spec);
    ordinaries = BodyEmitter.labels(spec.analysis().points().size() + 1);
  }

  private static Handle statically(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
  }

  /** Asks; receiver and arguments are on the stack, and stay there. */
  void ask(SuspensionPoint point) {
    Call call = point.call();
    if (call.receiverSlot() >= 0) {
      field(call);
      code.visitVarInsn(Opcodes.ALOAD, call.receiverSlot()); // Stack: ..., receivers, receiver
    } else {
      digOut(call);
    }
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, RuntimeNames.RECEIVERS, "haveBody", "(Ljava/lang/Object;)Z", false);
    code.visitJumpInsn(Opcodes.IFEQ, ordinaries[point.state()]);
  }

  /** Stack: ..., receiver, arguments; afterwards also receivers, receiver. */
  private void digOut(Call call) {
    Type[] arguments = Type.getArgumentTypes(call.plainDescriptor());
    int receiver = emitter.temporaries();
    int[] slots = new int[arguments.length];
    int slot = receiver + 1;
    for (int i = arguments.length - 1; i >= 0; i--) {
      code.store(arguments[i], slot);
      slots[i] = slot;
      slot += arguments[i].getSize();
    }
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ASTORE, receiver);
    for (int i = 0; i < arguments.length; i++) {
      code.load(arguments[i], slots[i]);
    }
    field(call);
    code.visitVarInsn(Opcodes.ALOAD, receiver);
  }

  private void field(Call call) {
    String field = Objects.requireNonNull(fields.get(call.receiversKey()));
    code.visitFieldInsn(Opcodes.GETSTATIC, spec.className(), field, ReceiversEmitter.DESC);
  }

  /** All ORDINARY blocks. */
  void ordinaryCalls() {
    for (SuspensionPoint point : spec.analysis().points()) {
      if (point.call().asked()) {
        ordinaryCall(point);
      }
    }
  }

  private void ordinaryCall(SuspensionPoint point) {
    Call call = point.call();
    List<Object> stack = emitter.stackBelow(point);
    stack.add(call.owner());
    for (Type argument : Type.getArgumentTypes(call.plainDescriptor())) {
      stack.add(Objects.requireNonNull(Value.verificationType(argument)));
    }
    code.lineOfJumpTarget(point.line(), emitter.localsAt(point), stack.toArray());
    code.label(ordinaries[point.state()], emitter.localsAt(point), stack.toArray());
    boolean inArray = call.argumentSlots() > CallFinder.MOST_LINKED_SLOTS;
    if (inArray) {
      intoArray(call);
    }
    emitter.pushCarrier();
    code.visitInvokeDynamicInsn(
        call.name(),
        inArray ? ARRAY_SITE : siteDescriptor(call),
        inArray ? ORDINARY_OF_ARRAY : ORDINARY,
        arguments(point));
    code.dummy(call.result());
    code.visitJumpInsn(Opcodes.GOTO, emitter.suspends[point.state()]);
  }

  /** Stack: ..., receiver, arguments; afterwards an array of these objects. */
  private void intoArray(Call call) {
    Type[] arguments = Type.getArgumentTypes(call.plainDescriptor());
    int array = emitter.temporaries();
    int value = array + 1;
    var boxes = new GeneratorAdapter(code, code.access, code.name, code.desc);
    code.constant(arguments.length + 1);
    code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    code.visitVarInsn(Opcodes.ASTORE, array);
    for (int i = arguments.length - 1; i >= -1; i--) { // the last one is on top
      Type type = i < 0 ? Type.getObjectType(call.owner()) : arguments[i];
      boxes.valueOf(type);
      code.visitVarInsn(Opcodes.ASTORE, value);
      code.visitVarInsn(Opcodes.ALOAD, array);
      code.constant(i + 1);
      code.visitVarInsn(Opcodes.ALOAD, value);
      code.visitInsn(Opcodes.AASTORE);
    }
    code.visitVarInsn(Opcodes.ALOAD, array);
  }

  /** What the calling class may not name is passed as an object. */
  private String siteDescriptor(Call call) {
    var descriptor = new StringBuilder("(L").append(call.owner()).append(';');
    for (Type argument : Type.getArgumentTypes(call.plainDescriptor())) {
      descriptor.append(spec.nameable().test(argument) ? argument : BodyEmitter.OBJECT);
    }
    return descriptor.append(RuntimeNames.CARRIER_DESC).append(")V").toString();
  }

  private Object[] arguments(SuspensionPoint point) {
    Call call = point.call();
    var arguments = new ArrayList<Object>();
    arguments.add(Type.getObjectType(call.owner()));
    arguments.add(call.plainDescriptor()); // as texts, for the types that cannot be named
    arguments.add(call.descriptor());
    arguments.add(place(point));
    Handle handOver = ReturnedValueEmitter.handle(spec, call);
    if (handOver != null) {
      arguments.add(handOver);
    }
    return arguments.toArray();
  }

  /** {@code Owner.java:12}, as far as it is known. */
  private String place(SuspensionPoint point) {
    String file = spec.analysis().body().owner().sourceFile;
    return (file == null ? spec.analysis().body().displayName() : file)
        + (point.line() == 0 ? "" : ":" + point.line());
  }
}
