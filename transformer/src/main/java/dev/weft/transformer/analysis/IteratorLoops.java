package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The {@code for} loops over what has an async iterator: lets their calls of {@code
 * Iterator.hasNext} and {@code next} name {@code AsyncIterator}, whose methods suspend.
 *
 * <p>Whatever {@code iterator()} returns, javac's loop names {@code java.util.Iterator} and so do
 * the stack map frames:
 *
 * <pre>
 *       invokevirtual AsyncGenerator.iterator:()Ldev/weft/AsyncIterator;
 *       astore 2
 * head: aload 2
 *       invokeinterface java/util/Iterator.hasNext:()Z
 * </pre>
 *
 * <p>So the definition is looked for: the calls are renamed, behind a cast that never fails, if
 * every store that reaches the load stands behind a call of {@code iterator()} whose declared
 * result is an {@code AsyncIterator}. Anything else is left as it is.
 */
final class IteratorLoops {

  private static final String ITERATOR = "java/util/Iterator";

  private final MethodNode method;
  private final Hierarchy hierarchy;

  private IteratorLoops(MethodNode method, Hierarchy hierarchy) {
    this.method = method;
    this.hierarchy = hierarchy;
  }

  /** Whether a method has such a loop. */
  static boolean isAnyIn(MethodNode method, Hierarchy hierarchy) {
    return !new IteratorLoops(method, hierarchy).calls().isEmpty();
  }

  /** Renames the calls of one method. */
  static void rename(MethodNode method, Hierarchy hierarchy) {
    for (MethodInsnNode call : new IteratorLoops(method, hierarchy).calls()) {
      method.instructions.insertBefore(
          call, new TypeInsnNode(Opcodes.CHECKCAST, RuntimeNames.ASYNC_ITERATOR));
      call.owner = RuntimeNames.ASYNC_ITERATOR;
    }
  }

  /** The calls to be renamed. */
  private List<MethodInsnNode> calls() {
    var calls = new ArrayList<MethodInsnNode>();
    boolean makesAny = false;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call && isUse(call)) {
        calls.add(call);
      }
      makesAny = makesAny || makesAsyncIterator(insn);
    }
    if (calls.isEmpty() || !makesAny) {
      return List.of();
    }
    var definitions = new Definitions(method);
    calls.removeIf(call -> !isOfAsyncIterator(call, definitions));
    return calls;
  }

  private static boolean isUse(MethodInsnNode call) {
    return call.owner.equals(ITERATOR) && (call.name.equals("hasNext") || call.name.equals("next"));
  }

  private boolean makesAsyncIterator(@Nullable AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call
        && call.name.equals("iterator")
        && call.desc.startsWith("()L")
        && (isAsyncIterator(Type.getReturnType(call.desc).getInternalName())
            || declaresAsyncIterator(call));
  }

  /**
   * Eclipse's compiler names {@code Iterator} in the call, too: the class that it names, or one
   * that this inherits from, declares what the call gives.
   */
  private boolean declaresAsyncIterator(MethodInsnNode call) {
    return call.desc.equals("()L" + ITERATOR + ";") && declaresAsyncIterator(call.owner);
  }

  private boolean declaresAsyncIterator(@Nullable String type) {
    ClassInfo info = type == null || type.startsWith("java/") ? null : hierarchy.classInfo(type);
    return info != null
        && (info.methods().values().stream().anyMatch(this::givesAsyncIterator)
            || declaresAsyncIterator(info.superName())
            || info.interfaces().stream().anyMatch(this::declaresAsyncIterator));
  }

  private boolean givesAsyncIterator(ClassInfo.Method method) {
    return method.name().equals("iterator")
        && method.descriptor().startsWith("()L")
        && isAsyncIterator(Type.getReturnType(method.descriptor()).getInternalName());
  }

  private boolean isAsyncIterator(String type) {
    return type.equals(RuntimeNames.ASYNC_ITERATOR)
        || (!type.startsWith("java/")
            && hierarchy.supertypes().implementsInterface(type, RuntimeNames.ASYNC_ITERATOR));
  }

  private boolean isOfAsyncIterator(MethodInsnNode call, Definitions definitions) {
    if (!(definitions.before(call) instanceof VarInsnNode load)
        || load.getOpcode() != Opcodes.ALOAD) {
      return false;
    }
    List<VarInsnNode> stores = definitions.reaching(load);
    return !stores.isEmpty()
        && stores.stream().allMatch(store -> makesAsyncIterator(definitions.before(store)));
  }
}
