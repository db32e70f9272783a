package dev.weft.transformer.analysis;

import dev.weft.transformer.model.AddedClassNames;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Intrinsic;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.TaskAdapter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the methods of a class that are coroutines: marked ones, overrides of marked ones, bodies
 * of lambdas of {@code @Async} interfaces, and lambdas that return a task and await; and methods
 * that do so by ea-async's {@code await}, where that is woven.
 */
public final class AsyncBodies {

  private final ClassNode owner;
  private final ClassInfo info;
  private final Hierarchy hierarchy;
  private final AddedClassNames names;
  private final Map<String, Kind> lambdas = new HashMap<>();
  private final Set<String> linked = new HashSet<>();

  /** Methods that await as ea-async's do, which has no mark. */
  private final Set<MethodNode> unmarked = new HashSet<>();

  /** What lambdas and method references of the class refer to in it, by name and descriptor. */
  private final Set<String> implementations = new HashSet<>();

  private AsyncBodies(ClassNode owner, ClassInfo info, Hierarchy hierarchy, AddedClassNames names) {
    this.owner = owner;
    this.info = info;
    this.hierarchy = hierarchy;
    this.names = names;
  }

  /**
   * The coroutines of a class in the order of its methods.
   *
   * @param names where their frame classes get their names
   */
  public static List<AsyncBody> of(
      ClassNode owner, ClassInfo info, Hierarchy hierarchy, AddedClassNames names) {
    return new AsyncBodies(owner, info, hierarchy, names).find();
  }

  private List<AsyncBody> find() {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof InvokeDynamicInsnNode lambda && LambdaSite.isLambda(lambda)) {
          findLambda(lambda);
        } else if (insn instanceof MethodInsnNode call
            && call.owner.equals(RuntimeNames.EA_ASYNC_AWAIT)) {
          unmarked.add(method);
        }
      }
    }
    var found = new ArrayList<AsyncBody>();
    for (MethodNode method : owner.methods) {
      Kind kind = kindOf(method);
      if (kind != null && !sharesBody(method, kind)) {
        String frame = names.frame(owner.name, method.name);
        TaskAdapter adapter = hierarchy.adapter(method.desc);
        found.add(new AsyncBody(owner, method, kind, adapter, frame, isLinked(method)));
      }
    }
    return found;
  }

  /**
   * Whether a method is the bridge of another with the same parameters, and with the same body
   * then: the results of tasks all look alike. Of several bridges that share a body the first one
   * has it.
   */
  private boolean sharesBody(MethodNode method, Kind kind) {
    String body = method.name + kind.bodyDescriptor(method.desc);
    return isBridge(method)
        && owner.methods.stream()
            .filter(other -> other != method && (!isBridge(other) || isBefore(other, method)))
            .anyMatch(other -> hasBody(other, body));
  }

  private static boolean isBridge(MethodNode method) {
    return (method.access & Opcodes.ACC_BRIDGE) != 0;
  }

  private boolean isBefore(MethodNode other, MethodNode method) {
    return owner.methods.indexOf(other) < owner.methods.indexOf(method);
  }

  private boolean hasBody(MethodNode method, String body) {
    Kind kind = kindOf(method);
    return kind != null && body.equals(method.name + kind.bodyDescriptor(method.desc));
  }

  private void findLambda(InvokeDynamicInsnNode insn) {
    Handle implementation = (Handle) insn.bsmArgs[1];
    if (implementation.getOwner().equals(owner.name)) {
      implementations.add(implementation.getName() + implementation.getDesc());
    }
    LambdaSite site = LambdaSite.of(insn, hierarchy);
    if (site != null && site.implementation().getOwner().equals(owner.name)) {
      String signature = site.implementation().getName() + site.implementation().getDesc();
      lambdas.put(signature, site.method().kind());
      if (!site.staysPlain()) {
        linked.add(signature);
      }
    }
  }

  private boolean isLinked(MethodNode method) {
    return isLambdaBody(method) && linked.contains(method.name + method.desc);
  }

  /**
   * Whether a class overrides bodies without saying that they are its own: a library has made it of
   * a woven class, whose bodies it took for methods like others.
   */
  public static boolean isMadeOfWoven(ClassNode owner, ClassInfo info, Hierarchy hierarchy) {
    return !owner.name.startsWith("dev/weft/")
        && !info.saysThatItHasBodies()
        && info.methods().values().stream()
            .anyMatch(
                each ->
                    each.isVirtual()
                        && !each.annotated()
                        && hierarchy.isAsync(info, each)
                        && declaresBody(owner, each, hierarchy.kind(each.descriptor())));
  }

  private @Nullable Kind kindOf(MethodNode method) {
    ClassInfo.Method declared = info.method(method.name, method.desc);
    if (declared != null && hierarchy.isAsync(info, declared)) {
      Kind kind = hierarchy.kind(method.desc);
      return hasBodyByHand(declared, kind) ? null : kind;
    }
    boolean isLambdaBody = isLambdaBody(method);
    if (!isLambdaBody && !unmarked.contains(method)) {
      return null;
    }
    Kind demanded = isLambdaBody ? lambdas.get(method.name + method.desc) : null;
    if (demanded != null) {
      return demanded;
    }
    Kind kind = hierarchy.kind(method.desc);
    return kind.isKnownByAwaiting() && awaits(method) ? kind : null;
  }

  /**
   * Whether a body is there that is not to be written. A class that marks a method itself has to
   * say that it has bodies, or the other method is there by chance; one that overrides it may be a
   * proxy, which copies all it sees, and whose ordinary method is called.
   */
  private boolean hasBodyByHand(ClassInfo.Method method, Kind kind) {
    boolean byHand =
        !method.annotated() || owner.name.startsWith("dev/weft/") || info.saysThatItHasBodies();
    return byHand && declaresBody(owner, method, kind);
  }

  /** Asks the code that is left, since forwarders of bodies are taken out of it. */
  private static boolean declaresBody(ClassNode owner, ClassInfo.Method method, Kind kind) {
    String descriptor = kind.bodyDescriptor(method.descriptor());
    return owner.methods.stream()
        .anyMatch(each -> each.name.equals(method.name()) && each.desc.equals(descriptor));
  }

  /**
   * By its name, which some compilers do not mark as their own, or, renamed by a shrinker, by being
   * a compiler's and what a lambda of the class refers to.
   */
  private boolean isLambdaBody(MethodNode method) {
    if ((method.access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) != 0) {
      return false;
    }
    boolean synthetic = (method.access & Opcodes.ACC_SYNTHETIC) != 0;
    return ClassNames.isLambdaBody(method.name)
        ? synthetic || (method.access & Opcodes.ACC_PRIVATE) != 0
        : synthetic && implementations.contains(method.name + method.desc);
  }

  private boolean awaits(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call && suspends(call)) {
        return true;
      }
    }
    return IteratorLoops.isAnyIn(method, hierarchy);
  }

  private boolean suspends(MethodInsnNode call) {
    Intrinsic intrinsic = hierarchy.intrinsic(call.owner, call.name, call.desc);
    if (intrinsic != null) {
      return !intrinsic.emits();
    }
    if (hierarchy.problemOfIntrinsics(call.owner) != null) {
      return true; // so that the lambda is refused, and the reason is told
    }
    AsyncMethod callee = hierarchy.resolve(call.owner, call.name, call.desc);
    return callee != null && callee.kind().isPartOfCaller();
  }
}
