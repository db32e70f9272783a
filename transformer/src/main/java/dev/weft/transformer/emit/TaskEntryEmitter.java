package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.TaskAdapter;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The entry of a task method: starts a task, which holds whatever the body gives or throws. */
final class TaskEntryEmitter extends EntryEmitter {

  /** What a task is without more ado. */
  private static final Set<String> TASK_TYPES =
      Set.of(RuntimeNames.TASK, RuntimeNames.COMPLETION_STAGE);

  TaskEntryEmitter(AsyncBody body, boolean virtual) {
    super(body, virtual);
  }

  /**
   * {@code call = TaskMethod.begin(); try { r = m(P..., call.room(), call.carrier()) } catch
   * (Throwable t) { return call.threw(t) } return call.returned(r)}.
   */
  @Override
  void write() {
    var start = new Label();
    var end = new Label();
    var threw = new Label();
    var beginning = new Label();
    code.visitLabel(beginning);
    taskMethod(Opcodes.INVOKESTATIC, "begin", "()L" + RuntimeNames.TASK_METHOD + ";");
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ASTORE, slot + 1);
    taskMethod(Opcodes.INVOKEVIRTUAL, "carrier", "()" + RuntimeNames.CARRIER_DESC);
    code.visitVarInsn(Opcodes.ASTORE, slot);
    code.visitLabel(start);
    callBody(); // Stack: result
    code.visitVarInsn(Opcodes.ASTORE, slot + 2);
    code.visitLabel(end);
    endTask("returned", "Ljava/lang/Object;");
    code.label(
        threw, locals(RuntimeNames.CARRIER, RuntimeNames.TASK_METHOD), "java/lang/Throwable");
    code.visitVarInsn(Opcodes.ASTORE, slot + 2);
    endTask("threw", "Ljava/lang/Throwable;");
    code.visitTryCatchBlock(start, end, threw, null);
    explainBetween(beginning, start);
  }

  @Override
  void pushOwnArguments() {
    code.visitVarInsn(Opcodes.ALOAD, slot);
    code.visitVarInsn(Opcodes.ALOAD, slot + 1);
    taskMethod(Opcodes.INVOKEVIRTUAL, "room", "()I");
  }

  private void endTask(String how, String argument) {
    code.visitVarInsn(Opcodes.ALOAD, slot + 1);
    code.visitVarInsn(Opcodes.ALOAD, slot + 2);
    taskMethod(Opcodes.INVOKEVIRTUAL, how, "(" + argument + ")Ljava/lang/Object;");
    asReturned(Type.getReturnType(body.node().desc));
    code.visitInsn(Opcodes.ARETURN);
  }

  /** Stack: task. Makes what the method returns of it. */
  private void asReturned(Type returned) {
    TaskAdapter adapter = body.adapter();
    if (adapter != null) {
      code.visitTypeInsn(Opcodes.CHECKCAST, RuntimeNames.TASK);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          adapter.name(),
          "fromTask",
          adapter.fromTaskDescriptor(),
          adapter.isInterface());
      return;
    }
    if (returned.getInternalName().equals(RuntimeNames.COMPLETABLE_FUTURE)) {
      taskMethod(Opcodes.INVOKESTATIC, "future", "(Ljava/lang/Object;)" + returned);
      return;
    }
    if (!TASK_TYPES.contains(returned.getInternalName())) { // a future of its own class
      code.visitTypeInsn(Opcodes.NEW, returned.getInternalName());
      code.visitInsn(Opcodes.DUP);
      code.visitMethodInsn(
          Opcodes.INVOKESPECIAL, returned.getInternalName(), "<init>", "()V", false);
      String future = "L" + RuntimeNames.COMPLETABLE_FUTURE + ";";
      taskMethod(Opcodes.INVOKESTATIC, "into", "(Ljava/lang/Object;" + future + ")" + future);
    }
    code.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
  }

  private void taskMethod(int opcode, String name, String descriptor) {
    code.visitMethodInsn(opcode, RuntimeNames.TASK_METHOD, name, descriptor, false);
  }
}
