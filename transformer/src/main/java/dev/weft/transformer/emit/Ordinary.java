package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Names;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Calls of the ordinary method, {@code R m(P...)}, from a body that cannot do its work. */
final class Ordinary {

  private static final int VISIBILITY =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;

  private Ordinary() {}

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
    callAndReturn(code, body, body.carrierSlot());
    return code;
  }

  /** Calls the ordinary method with this body's own arguments; its result is this body's. */
  static void callAndReturn(Code code, AsyncBody body, int carrier) {
    code.loadParameters(body.isStatic(), body.node().desc);
    int opcode = Opcodes.INVOKEVIRTUAL;
    if (body.isStatic()) {
      opcode = Opcodes.INVOKESTATIC;
    } else if (body.inInterface()) {
      opcode = Opcodes.INVOKEINTERFACE;
    }
    code.visitMethodInsn(
        opcode, body.owner().name, body.node().name, body.node().desc, body.inInterface());
    if (body.kind() != Kind.SUSPENDING) {
      code.visitVarInsn(Opcodes.ALOAD, carrier); // Stack: task or generator, carrier
    }
    if (body.kind() == Kind.TASK) {
      BodyEmitter.awaitReturned(code, body);
    } else if (body.kind() == Kind.GENERATOR) { // null is no generator, as for the plain emitAll
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          Names.GENERATOR_METHOD,
          "emitAll",
          BodyEmitter.GO_THROUGH_DESC,
          false);
    }
    code.visitInsn(body.bodyResult().getOpcode(Opcodes.IRETURN));
  }
}
