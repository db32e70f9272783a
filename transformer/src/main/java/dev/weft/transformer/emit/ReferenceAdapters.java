package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.LambdaSite;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns method references that the JDK would have to adapt into references to lambda bodies.
 *
 * <p>For {@code AsyncCallable<Integer> c = this::count}, where {@code count} returns int, the JDK's
 * lambda boxes what {@code count} returns; after a suspension there would be nobody to box it. A
 * lambda body that calls {@code count} is woven, and boxes in its resumed body.
 */
public final class ReferenceAdapters {

  private final ClassNode owner;
  private final Hierarchy hierarchy;
  private final List<MethodNode> adapters = new ArrayList<>();
  private final Map<InvokeDynamicInsnNode, Handle> adapted = new HashMap<>();

  private ReferenceAdapters(ClassNode owner, Hierarchy hierarchy) {
    this.owner = owner;
    this.hierarchy = hierarchy;
  }

  /**
   * Adapts all references in a class; it gets the methods that are needed.
   *
   * @return what the adapted ones referred to
   */
  public static Map<InvokeDynamicInsnNode, Handle> adapt(ClassNode owner, Hierarchy hierarchy) {
    var references = new ReferenceAdapters(owner, hierarchy);
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        LambdaSite site = LambdaSite.of(insn, hierarchy);
        if (site != null && references.needsAdapter(site)) {
          references.adapt(site);
        }
      }
    }
    owner.methods.addAll(references.adapters);
    return references.adapted;
  }

  private boolean needsAdapter(LambdaSite site) {
    Handle target = site.implementation();
    if (!site.method().kind().isPartOfCaller()
        || site.staysPlain()
        || site.implementedByConstructor()) {
      return false;
    }
    AsyncMethod referred = hierarchy.resolve(target.getOwner(), target.getName(), target.getDesc());
    if (referred == null) { // perhaps one of a class that is not there yet
      referred = hierarchy.unknown(target.getOwner(), target.getName(), target.getDesc());
    }
    if (referred == null || !referred.kind().isPartOfCaller()) {
      return false;
    }
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    boolean isVirtual = !isStatic && target.getTag() != Opcodes.H_INVOKESPECIAL;
    return (isVirtual && referred.isOverridable()) // a lambda's body asks who its receiver is
        || referred.linkage() == Linkage.LATE
        || !Slots.allowBodyHandle(target.getDesc(), isStatic) // so that it is refused
        || !LambdaRewriter.sameResult(site, target.getDesc());
  }

  private void adapt(LambdaSite site) {
    Handle target = site.implementation();
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    Type wanted = ((Type) site.insn().bsmArgs[0]).getReturnType(); // as the JDK converts it
    String receiver = isStatic ? "" : receiver(site).getDescriptor();
    String parameters = target.getDesc().substring(1, target.getDesc().indexOf(')'));
    String descriptor = "(" + receiver + parameters + ")" + wanted;
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    String name = unusedName(target.getName(), descriptor);
    var method = new MethodNode(access, name, descriptor, null, null);
    var code = new GeneratorAdapter(method, access, name, descriptor);
    loadArguments(code, site);
    code.visitMethodInsn(
        opcode(target),
        target.getOwner(),
        target.getName(),
        target.getDesc(),
        target.isInterface());
    Conversions.convert(code, Type.getReturnType(target.getDesc()), wanted);
    code.returnValue();
    int words = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    code.visitMaxs(words + 2, words);
    adapters.add(method);
    adapted.put(site.insn(), target);
    boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    site.insn().bsmArgs[1] =
        new Handle(Opcodes.H_INVOKESTATIC, owner.name, name, descriptor, inInterface);
  }

  /**
   * The type in which the adapter takes the receiver: of a bound one exactly that which is
   * captured, as the JDK demands. A super call, and one of a private method, can only be made for
   * an object of the class.
   */
  private Type receiver(LambdaSite site) {
    Type[] captured = Type.getArgumentTypes(site.insn().desc);
    Handle target = site.implementation();
    if (captured.length > 0) {
      return captured[0];
    }
    boolean special = target.getTag() == Opcodes.H_INVOKESPECIAL;
    return Type.getObjectType(special ? owner.name : target.getOwner());
  }

  private void loadArguments(GeneratorAdapter code, LambdaSite site) {
    Handle target = site.implementation();
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    if (isStatic) {
      code.loadArgs();
      return;
    }
    code.loadArg(0);
    Type called = Type.getObjectType(target.getOwner());
    if (target.getTag() != Opcodes.H_INVOKESPECIAL && !receiver(site).equals(called)) {
      code.checkCast(called);
    }
    code.loadArgs(1, Type.getArgumentTypes(target.getDesc()).length);
  }

  private String unusedName(String referred, String descriptor) {
    String name = "lambda$weft$" + referred + "$" + adapters.size();
    while (isUsed(name, descriptor)) {
      name += "_";
    }
    return name;
  }

  private boolean isUsed(String name, String descriptor) {
    return owner.methods.stream()
        .anyMatch(each -> each.name.equals(name) && each.desc.equals(descriptor));
  }

  private static int opcode(Handle target) {
    return switch (target.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      case Opcodes.H_INVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      default -> Opcodes.INVOKEVIRTUAL;
    };
  }
}
