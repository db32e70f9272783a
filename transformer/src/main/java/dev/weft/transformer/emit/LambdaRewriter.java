package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.LambdaSite;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.Slots;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final Handle LINK = bootstrap(RuntimeNames.LAMBDAS);
  private static final Handle LINK_SERIALIZABLE = bootstrap(RuntimeNames.SERIALIZABLE_LAMBDAS);

  private final ClassNode owner;
  private final Hierarchy hierarchy;
  private final LambdaInterfaces interfaces;
  private final Map<InvokeDynamicInsnNode, Handle> adapted;
  private final Map<String, AsyncBody> own = new HashMap<>();

  /**
   * A rewriter for the class that declares {@code bodies}.
   *
   * @param adapted what method references that got adapters referred to
   */
  public LambdaRewriter(
      ClassNode owner,
      List<AsyncBody> bodies,
      Hierarchy hierarchy,
      LambdaInterfaces interfaces,
      Map<InvokeDynamicInsnNode, Handle> adapted) {
    this.owner = owner;
    this.hierarchy = hierarchy;
    this.interfaces = interfaces;
    this.adapted = adapted;
    bodies.forEach(body -> own.put(body.node().name + body.node().desc, body));
  }

  /** Rewrites every lambda of the class; true if there was one. */
  public boolean rewrite() {
    boolean rewritten = false;
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        LambdaSite site = LambdaSite.of(insn, hierarchy);
        Handle body = site == null || site.staysPlain() ? null : bodyOf(site);
        if (site != null && body != null) {
          rewrite(site, body);
          rewritten = true;
        }
      }
    }
    return rewritten;
  }

  private void rewrite(LambdaSite site, Handle body) {
    InvokeDynamicInsnNode insn = site.insn();
    List<Object> compiled = Arrays.asList(insn.bsmArgs);
    boolean serializable = site.isSerializable();
    var arguments = new ArrayList<Object>();
    carry(interfaces.nameFor(site), arguments);
    if (serializable) {
      carry(interfaces.wrapperFor(site), arguments);
      Handle written = adapted.getOrDefault(insn, site.implementation());
      arguments.addAll(List.of(compiled.get(0), written, compiled.get(2)));
    }
    Kind kind = site.method().kind();
    arguments.add(withCarrier(kind, compiled.get(0)));
    arguments.add(body);
    arguments.add(withCarrier(kind, compiled.get(2)));
    if (!serializable) {
      arguments.addAll(compiled.subList(3, compiled.size()));
    }
    insn.bsmArgs = arguments.toArray();
    insn.bsm = serializable ? LINK_SERIALIZABLE : LINK;
  }

  private void carry(String type, List<Object> arguments) {
    arguments.add(ClassNames.binary(type));
    arguments.add(interfaces.text(type));
  }

  private static Handle bootstrap(String owner) {
    String descriptor =
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
            + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;";
    return new Handle(Opcodes.H_INVOKESTATIC, owner, "link", descriptor, false);
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
      boolean usable =
          lambda.kind() == site.method().kind() && sameResult(site, lambda.bodyDescriptor());
      return usable ? handle(plain, lambda.bodyDescriptor()) : null;
    }
    AsyncMethod referred =
        site.implementedByConstructor()
            ? null
            : hierarchy.resolve(plain.getOwner(), plain.getName(), plain.getDesc());
    boolean usable =
        referred != null
            && referred.kind() == site.method().kind()
            && referred.linkage() == Linkage.DIRECT
            && !(isVirtual(plain) && referred.isOverridable()); // its callers check the receiver
    String body = site.method().kind().bodyDescriptor(plain.getDesc());
    return usable && sameResult(site, body) ? handle(plain, body) : null;
  }

  private static boolean isVirtual(Handle method) {
    return method.getTag() == Opcodes.H_INVOKEVIRTUAL
        || method.getTag() == Opcodes.H_INVOKEINTERFACE;
  }

  /** A result that the JDK would have to convert cannot be converted after a suspension. */
  static boolean sameResult(LambdaSite site, String body) {
    String wanted = site.method().kind().bodyDescriptor(site.method().method().descriptor());
    return sort(Type.getReturnType(wanted)) == sort(Type.getReturnType(body));
  }

  private static int sort(Type type) {
    return type.getSort() == Type.ARRAY ? Type.OBJECT : type.getSort();
  }

  private static @Nullable Handle handle(Handle plain, String descriptor) {
    if (!Slots.allowBodyHandle(plain.getDesc(), plain.getTag() == Opcodes.H_INVOKESTATIC)) {
      return null;
    }
    return new Handle(
        plain.getTag(), plain.getOwner(), plain.getName(), descriptor, plain.isInterface());
  }
}
