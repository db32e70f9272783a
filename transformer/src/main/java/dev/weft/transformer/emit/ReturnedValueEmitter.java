package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.Call;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeMethod;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.TaskAdapter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes what goes on with what a method returns where that is not its result but holds it: a task
 * is awaited, a generator's elements are emitted.
 *
 * <p>That is a method of the runtime or, for a type that is declared to be task-like, its adapter's
 * {@code await}. Where an ordinary method is called in place of a body, the runtime needs a method
 * handle of it, so the frame class has for each such type
 *
 * <pre>
 * static Object returned0(Later returned, Carrier carrier, String method) {
 *   requireNonNull(returned, method + " returned null ...");
 *   return Adapter.await(returned, MAX_DEPTH, carrier);
 * }
 * </pre>
 */
final class ReturnedValueEmitter {

  private static final String IS_NULL =
      " returned null as its task; return a finished one if there is no result";

  private ReturnedValueEmitter() {}

  /**
   * Writes it into a body.
   *
   * @param method what takes it; not null unless the type has an adapter
   * @param pushCarrier pushes the carrier
   * @param pushRoom pushes how much stack callees may use
   */
  static void emit(
      Code code,
      AsyncBody body,
      @Nullable RuntimeMethod method,
      Runnable pushCarrier,
      Runnable pushRoom) { // Stack: returned
    TaskAdapter adapter = body.adapter();
    if (adapter != null) {
      requireTask(code, () -> code.visitLdcInsn(body.displayName() + IS_NULL));
      pushRoom.run();
      pushCarrier.run();
      Call.ofAwait(adapter).accept(code, type -> true);
      return;
    }
    Objects.requireNonNull(method);
    pushCarrier.run();
    if (method.takesReturner()) {
      code.visitLdcInsn(body.displayName());
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, method.owner(), method.name(), method.descriptor(), false);
  }

  /** Stack: task. Passes it on unless it is null. */
  private static void requireTask(Code code, Runnable pushMessage) {
    code.visitInsn(Opcodes.DUP);
    pushMessage.run();
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/util/Objects",
        "requireNonNull",
        "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;",
        false);
    code.visitInsn(Opcodes.POP);
  }

  /**
   * The handle of what does the same for an ordinary call; null if what that returns is its result.
   */
  static @Nullable Handle handle(FrameSpec spec, Call call) {
    TaskAdapter adapter = call.adapter();
    if (adapter != null) {
      int number = adapters(spec).indexOf(adapter);
      return statically(spec.className(), "returned" + number, descriptor(adapter));
    }
    Kind kind = call.kind();
    RuntimeMethod method = kind.returnedByCall();
    return method == null ? null : statically(method.owner(), method.name(), method.descriptor());
  }

  private static Handle statically(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
  }

  private static String descriptor(TaskAdapter adapter) {
    return "(L"
        + adapter.type()
        + ";"
        + RuntimeNames.CARRIER_DESC
        + "Ljava/lang/String;)Ljava/lang/Object;";
  }

  /** The adapters of the types that calls give which may turn out to be of ordinary methods. */
  private static List<TaskAdapter> adapters(FrameSpec spec) {
    return spec.analysis().points().stream()
        .map(SuspensionPoint::call)
        .filter(call -> call.asked() && call.adapter() != null)
        .map(call -> Objects.requireNonNull(call.adapter()))
        .distinct()
        .toList();
  }

  /** Writes the methods into a frame class. */
  static void emitMethods(ClassVisitor frame, FrameSpec spec) {
    List<TaskAdapter> adapters = adapters(spec);
    for (int number = 0; number < adapters.size(); number++) {
      emitMethod(frame, adapters.get(number), number);
    }
  }

  private static void emitMethod(ClassVisitor frame, TaskAdapter adapter, int number) {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    var code = new Code(access, "returned" + number, descriptor(adapter));
    code.visitVarInsn(Opcodes.ALOAD, 0);
    requireTask(
        code,
        () -> {
          code.visitVarInsn(Opcodes.ALOAD, 2);
          code.visitLdcInsn(IS_NULL);
          code.visitMethodInsn(
              Opcodes.INVOKEVIRTUAL,
              "java/lang/String",
              "concat",
              "(Ljava/lang/String;)Ljava/lang/String;",
              false);
        });
    code.maxDepth();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    Call.ofAwait(adapter).accept(code, type -> true);
    code.visitInsn(Type.getObjectType("java/lang/Object").getOpcode(Opcodes.IRETURN));
    code.accept(frame);
  }
}
