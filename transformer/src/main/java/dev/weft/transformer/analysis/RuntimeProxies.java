package dev.weft.transformer.analysis;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Hierarchy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells the proxy classes that a library makes while the program runs, whatever their names.
 *
 * <p>Their overrides hand on to an interceptor, which may call the overridden method in any way and
 * knows nothing of coroutines. Woven, such an override would be a coroutine that blocks its thread
 * in the interceptor; left as it is, it is called as proxies are. What tells them:
 *
 * <ul>
 *   <li>no class file of them is found, but one of the class whose methods they override, as the
 *       runtime tells proxies, too;
 *   <li>they have neither a source file nor line numbers, which compilers leave by default;
 *   <li>none of their overrides has a suspension point, so nothing is lost by not weaving them. One
 *       that calls the overridden method itself has one, and advice around that can be woven.
 * </ul>
 */
public final class RuntimeProxies {

  private final ClassNode owner;
  private final ClassInfo info;
  private final Hierarchy hierarchy;

  private RuntimeProxies(ClassNode owner, ClassInfo info, Hierarchy hierarchy) {
    this.owner = owner;
    this.info = info;
    this.hierarchy = hierarchy;
  }

  /** Whether a class is one. */
  public static boolean isOne(ClassNode owner, ClassInfo info, Hierarchy hierarchy) {
    return owner.sourceFile == null
        && !info.saysThatItHasBodies()
        && hierarchy.isMadeAtRunTime(owner.name)
        && new RuntimeProxies(owner, info, hierarchy).look();
  }

  private boolean look() {
    return !hasLines()
        && derivesFromWritten(owner.superName, owner.interfaces, new HashSet<>())
        && owner.methods.stream().noneMatch(method -> isCoroutine(method) && suspends(method));
  }

  private boolean hasLines() {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof LineNumberNode) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether methods that are coroutines come from a class with a file. */
  private boolean derivesFromWritten(
      @Nullable String parent, List<String> interfaces, Set<String> seen) {
    return isWritten(parent, seen) || interfaces.stream().anyMatch(face -> isWritten(face, seen));
  }

  private boolean isWritten(@Nullable String type, Set<String> seen) {
    ClassInfo known = hierarchy.hasAsync(type) ? hierarchy.classInfo(type) : null;
    if (known == null || !seen.add(known.name())) {
      return false;
    }
    return !hierarchy.isMadeAtRunTime(known.name())
        || derivesFromWritten(known.superName(), known.interfaces(), seen);
  }

  private boolean isCoroutine(MethodNode method) {
    ClassInfo.Method declared = info.method(method.name, method.desc);
    return declared != null
        && (declared.isVirtual() ? declared.forwardsTo() == null : declared.annotated())
        && hierarchy.isAsync(info, declared);
  }

  private boolean suspends(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && (hierarchy.intrinsic(call.owner, call.name, call.desc) != null
              || hierarchy.resolve(call.owner, call.name, call.desc) != null)) {
        return true;
      }
    }
    return false;
  }
}
