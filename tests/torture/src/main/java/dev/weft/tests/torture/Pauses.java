package dev.weft.tests.torture;

import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts a {@link Pause} behind the calls in marked methods, so that calls into code that is not
 * woven are suspension points too, with their results lying on the operand stack.
 */
final class Pauses {

  private static final String PAUSE = "dev/weft/tests/torture/Pause";

  private Pauses() {}

  /**
   * Adds pauses to a marked class.
   *
   * @param behind behind which calls
   */
  static byte[] add(byte[] marked, Predicate<MethodInsnNode> behind) {
    var tree = new ClassNode();
    var reader = new ClassReader(marked);
    reader.accept(tree, 0);
    tree.methods.stream().filter(Pauses::isMarked).forEach(method -> add(method, behind));
    var writer = new ClassWriter(reader, 0);
    tree.accept(writer);
    return writer.toByteArray();
  }

  /** Whether a method is {@code @Async}. */
  static boolean isMarked(MethodNode method) {
    List<AnnotationNode> annotations = method.invisibleAnnotations;
    return annotations != null
        && annotations.stream().anyMatch(each -> each.desc.equals(RuntimeNames.ASYNC_DESC));
  }

  private static void add(MethodNode method, Predicate<MethodInsnNode> behind) {
    var calls = new ArrayList<AbstractInsnNode>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof InvokeDynamicInsnNode
          || (insn instanceof MethodInsnNode call && behind.test(call))) {
        calls.add(insn);
      }
    }
    for (AbstractInsnNode call : calls) {
      var pause = new MethodInsnNode(Opcodes.INVOKESTATIC, PAUSE, "pause", "()V", false);
      method.instructions.insert(call, pause);
    }
  }
}
