package dev.weft.tests.torture;

import dev.weft.transformer.emit.ClassWriters;
import java.util.ArrayList;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves the code of methods that cannot suspend, because they hold a monitor or are too large, into
 * ordinary methods beside them.
 *
 * <p>What is left, {@code m(x) { return m$plain(x); }}, can be a coroutine like those that it
 * overrides and that override it.
 */
final class Outline {

  private static final int KEPT = Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED;

  private static final int MOVED = Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT;

  private Outline() {}

  /**
   * Rewrites a class.
   *
   * @param methods which ones, by name and descriptor
   */
  static byte[] apply(byte[] classFile, Set<String> methods) {
    var tree = new ClassNode();
    new ClassReader(classFile).accept(tree, 0);
    for (MethodNode method : new ArrayList<>(tree.methods)) {
      if (methods.contains(method.name + method.desc)) {
        tree.methods.add(split(tree, method));
      }
    }
    ClassWriter writer = ClassWriters.computingMaxs();
    tree.accept(writer);
    return writer.toByteArray();
  }

  private static MethodNode split(ClassNode owner, MethodNode method) {
    int access = (method.access & KEPT) | Opcodes.ACC_PRIVATE; // synthetic ones may be forwarders
    var plain = new MethodNode(access, method.name + "$plain", method.desc, null, null);
    plain.instructions = method.instructions;
    plain.tryCatchBlocks = method.tryCatchBlocks;
    plain.localVariables = method.localVariables;
    plain.maxStack = method.maxStack;
    plain.maxLocals = method.maxLocals;
    method.access &= ~MOVED;
    call(owner, method, plain);
    return plain;
  }

  private static void call(ClassNode owner, MethodNode method, MethodNode plain) {
    var code = new MethodNode();
    boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    int slot = 0;
    if (!isStatic) {
      code.instructions.add(new VarInsnNode(Opcodes.ALOAD, slot++));
    }
    for (Type each : Type.getArgumentTypes(method.desc)) {
      code.instructions.add(new VarInsnNode(each.getOpcode(Opcodes.ILOAD), slot));
      slot += each.getSize();
    }
    boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    int opcode = isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    code.instructions.add(
        new MethodInsnNode(opcode, owner.name, plain.name, plain.desc, inInterface));
    int result = Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN);
    code.instructions.add(new InsnNode(result));
    method.instructions = code.instructions;
    method.tryCatchBlocks = new ArrayList<>();
    method.localVariables = new ArrayList<>();
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
    method.maxLocals = slot;
  }
}
