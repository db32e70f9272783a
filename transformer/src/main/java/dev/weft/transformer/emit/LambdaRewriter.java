package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.LambdaSite;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes lambdas of {@code @Async} interfaces implement the woven body of the interface's method.
 */
public final class LambdaRewriter {

  private static final int SERIALIZABLE = 1;
  private static final int MARKERS = 2;
  private static final int BRIDGES = 4;

  private static final Handle LINK =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Names.LAMBDAS,
          "link",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          false);

  private final ClassNode owner;
  private final Hierarchy hierarchy;
  private final LambdaInterfaces interfaces;
  private final Map<String, AsyncBody> own = new HashMap<>();

  /** A rewriter for the class that declares {@code bodies}. */
  public LambdaRewriter(
      ClassNode owner, List<AsyncBody> bodies, Hierarchy hierarchy, LambdaInterfaces interfaces) {
    this.owner = owner;
    this.hierarchy = hierarchy;
    this.interfaces = interfaces;
    bodies.forEach(body -> own.put(body.node().name + body.node().desc, body));
  }

  /** Rewrites every lambda of the class; true if there was one. */
  public boolean rewrite() {
    boolean rewritten = false;
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        LambdaSite site = LambdaSite.of(insn, hierarchy);
        Handle body = site == null || keepsPlain(site) ? null : bodyOf(site);
        if (site != null && body != null) {
          rewrite(site, body);
          rewritten = true;
        }
      }
    }
    return rewritten;
  }

  /**
   * Generators run by themselves, so their lambdas need no other body; serialised lambdas are found
   * again by the names they were compiled with.
   */
  private static boolean keepsPlain(LambdaSite site) {
    return site.method().kind() == Kind.GENERATOR || isSerializable(site) || hasBridges(site);
  }

  /** Whether the lambda also implements the method in other erasures, which have no body yet. */
  private static boolean hasBridges(LambdaSite site) {
    int flags = flags(site);
    if ((flags & BRIDGES) == 0) {
      return false;
    }
    Object[] arguments = site.insn().bsmArgs; // flags, [marker count, markers], [bridge count, ...]
    int at = (flags & MARKERS) == 0 ? 4 : 5 + (Integer) arguments[4];
    return (Integer) arguments[at] > 0;
  }

  private static boolean isSerializable(LambdaSite site) {
    return (flags(site) & SERIALIZABLE) != 0;
  }

  /** The flags of a lambda made by the JDK's alternative bootstrap; 0 by the plain one. */
  private static int flags(LambdaSite site) {
    Object[] arguments = site.insn().bsmArgs;
    return arguments.length > 3 && arguments[3] instanceof Integer flags ? flags : 0;
  }

  private void rewrite(LambdaSite site, Handle body) {
    InvokeDynamicInsnNode insn = site.insn();
    Kind kind = site.method().kind();
    String face = interfaces.nameFor(site);
    var arguments = new ArrayList<Object>(List.of(insn.bsmArgs));
    arguments.set(0, withCarrier(kind, insn.bsmArgs[0]));
    arguments.set(1, body);
    arguments.set(2, withCarrier(kind, insn.bsmArgs[2]));
    arguments.add(0, Names.binary(face));
    arguments.add(1, interfaces.text(face));
    insn.bsmArgs = arguments.toArray();
    insn.bsm = LINK;
  }

  private static Type withCarrier(Kind kind, Object type) {
    return Type.getMethodType(kind.bodyDescriptor(((Type) type).getDescriptor()));
  }

  /** The woven body that does the lambda's work, or null if it has none that fits. */
  private @Nullable Handle bodyOf(LambdaSite site) {
    Handle plain = site.implementation();
    AsyncBody lambda =
        plain.getOwner().equals(owner.name) ? own.get(plain.getName() + plain.getDesc()) : null;
    if (lambda != null) {
      return lambda.kind() == site.method().kind() && sameResult(site, lambda.bodyDescriptor())
          ? handle(plain, lambda.bodyDescriptor())
          : null;
    }
    AsyncMethod referred =
        site.implementedByConstructor()
            ? null
            : hierarchy.resolve(plain.getOwner(), plain.getName(), plain.getDesc());
    boolean usable =
        referred != null
            && referred.kind() == site.method().kind()
            && referred.linkage() == Linkage.DIRECT
            && !(plain.getTag() == Opcodes.H_INVOKESPECIAL && referred.checksReceiver());
    String body = site.method().kind().bodyDescriptor(plain.getDesc());
    return usable && sameResult(site, body) ? handle(plain, body) : null;
  }

  /** A result that the JDK would have to convert cannot be converted after a suspension. */
  static boolean sameResult(LambdaSite site, String body) {
    String wanted = site.method().kind().bodyDescriptor(site.method().method().descriptor());
    return sort(Type.getReturnType(wanted)) == sort(Type.getReturnType(body));
  }

  private static int sort(Type type) {
    return type.getSort() == Type.ARRAY ? Type.OBJECT : type.getSort();
  }

  private static Handle handle(Handle plain, String descriptor) {
    return new Handle(
        plain.getTag(), plain.getOwner(), plain.getName(), descriptor, plain.isInterface());
  }
}
