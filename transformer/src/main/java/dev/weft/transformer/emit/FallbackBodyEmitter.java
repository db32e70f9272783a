package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.RuntimeMethod;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Writes bodies that have no code of their own and call the ordinary method, {@code R m(P...)}. */
final class FallbackBodyEmitter {

  private static final int VISIBILITY =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;

  private FallbackBodyEmitter() {}

  /**
   * The body of an abstract method: calls whatever implements it. An implementation that is woven
   * overrides this; one that is not (a proxy, a lambda made elsewhere) is reached through it.
   */
  static MethodNode fallback(AsyncBody body) {
    int access = (body.node().access & VISIBILITY) | Opcodes.ACC_SYNTHETIC;
    if ((body.node().access & Opcodes.ACC_NATIVE) != 0) {
      access |= body.node().access & (Opcodes.ACC_STATIC | Opcodes.ACC_FINAL);
    }
    var code = new Code(access, body.node().name, body.bodyDescriptor());
    callAndReturn(
        code, body, body.carrierSlot(), () -> code.visitVarInsn(Opcodes.ILOAD, body.roomSlot()));
    return code;
  }

  /** Calls the ordinary method with this body's own arguments; its result is this body's. */
  static void callAndReturn(Code code, AsyncBody body, int carrier, Runnable pushRoom) {
    code.loadParameters(body.isStatic(), body.node().desc);
    int opcode = Opcodes.INVOKEVIRTUAL;
    if (body.isStatic()) {
      opcode = Opcodes.INVOKESTATIC;
    } else if (body.inInterface()) {
      opcode = Opcodes.INVOKEINTERFACE;
    }
    code.visitMethodInsn(
        opcode, body.owner().name, body.node().name, body.node().desc, body.inInterface());
    RuntimeMethod taken = body.kind().returnedByCall();
    if (taken != null) {
      ReturnedValueEmitter.emit(
          code, body, taken, () -> code.visitVarInsn(Opcodes.ALOAD, carrier), pushRoom);
      // Stack: result
    }
    code.visitInsn(body.bodyResult().getOpcode(Opcodes.IRETURN));
  }
}
