package dev.weft.transformer;

import dev.weft.transformer.model.RuntimeNames;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes calls of ea-async calls of Weft: {@code Async.await} becomes a suspending method of the
 * runtime, and {@code Async.init}, which would load ea-async's own agent, goes.
 *
 * <p>Which methods are coroutines by that is not decided here.
 */
final class EaAsyncCalls {

  private static final String AWAIT_DESCRIPTOR =
      "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;";

  /** As it was in older versions. */
  private static final String OLD_AWAIT_DESCRIPTOR =
      "(Ljava/util/concurrent/CompletableFuture;)Ljava/lang/Object;";

  private EaAsyncCalls() {}

  /** Changes the calls in a class; whether there were any. */
  static boolean adapt(ClassNode owner) {
    boolean changed = false;
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        changed |= adapt(insn, method);
      }
    }
    return changed;
  }

  private static boolean adapt(AbstractInsnNode insn, MethodNode in) {
    if (insn instanceof MethodInsnNode call && call.owner.equals(RuntimeNames.EA_ASYNC)) {
      if (isAwait(call.name, call.desc)) {
        call.owner = RuntimeNames.EA_ASYNC_AWAIT;
        call.desc = AWAIT_DESCRIPTOR;
        return true;
      }
      if (call.name.equals("init") && call.desc.equals("()V")) {
        in.instructions.remove(call);
        return true;
      }
    }
    return insn instanceof InvokeDynamicInsnNode linked && adaptReferences(linked);
  }

  private static boolean isAwait(String name, String descriptor) {
    return name.equals("await")
        && (descriptor.equals(AWAIT_DESCRIPTOR) || descriptor.equals(OLD_AWAIT_DESCRIPTOR));
  }

  /** {@code Async::await}. */
  private static boolean adaptReferences(InvokeDynamicInsnNode linked) {
    boolean changed = false;
    for (int i = 0; i < linked.bsmArgs.length; i++) {
      if (linked.bsmArgs[i] instanceof Handle handle
          && handle.getOwner().equals(RuntimeNames.EA_ASYNC)
          && isAwait(handle.getName(), handle.getDesc())) {
        linked.bsmArgs[i] =
            new Handle(
                handle.getTag(),
                RuntimeNames.EA_ASYNC_AWAIT,
                handle.getName(),
                AWAIT_DESCRIPTOR,
                handle.isInterface());
        changed = true;
      }
    }
    return changed;
  }
}
