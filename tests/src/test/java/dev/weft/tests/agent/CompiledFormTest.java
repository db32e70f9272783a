package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The shape of woven code, as {@code javap} would show it. */
class CompiledFormTest {

  private static final String CARRIER = "Ldev/weft/woven/WovenCarrier;";

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Form {
        @Async static int leaf(int x) { Weft.yieldNow(); return x; }
        @Async long sum(int count) {
          long sum = 0;
          for (int i = 0; i < count; i++) sum += leaf(i) * ratio(i);
          return sum;
        }
        @Async double ratio(int x) { return leaf(x) / 2.0; }
      }
      """;

  @TempDir Path folder;

  private ClassNode woven() throws IOException, InterruptedException {
    Path in = Compiler.compile(folder.resolve("in"), PROGRAM);
    Path out = folder.resolve("out");
    var result = new ChildJvm(folder).weave(in, out);
    assertThat(result.exit()).as(result.err()).isZero();
    var node = new ClassNode();
    new ClassReader(Files.readAllBytes(out.resolve("Form.class"))).accept(node, 0);
    return node;
  }

  private static MethodNode method(ClassNode owner, String name, String descriptor) {
    return owner.methods.stream()
        .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachMethodBecomesThreeOfTheSameName() throws Exception {
    ClassNode form = woven();
    for (String name : List.of("leaf", "sum", "ratio")) {
      assertThat(form.methods).filteredOn(method -> method.name.equals(name)).hasSize(3);
    }
    assertThat(method(form, "sum", "(I)J").access & Opcodes.ACC_SYNTHETIC).isZero();
    assertThat(method(form, "sum", "(II" + CARRIER + ")J").access & Opcodes.ACC_SYNTHETIC)
        .isNotZero();
    assertThat(method(form, "sum", "(LForm$sum$Frame;" + CARRIER + ")J").access)
        .matches(access -> (access & Opcodes.ACC_STATIC) != 0);
  }

  @Test
  void directBodyCallsBodiesAndNothingElseWhileNothingSuspends() throws Exception {
    MethodNode direct = method(woven(), "sum", "(II" + CARRIER + ")J");
    var calls = new java.util.ArrayList<String>();
    for (AbstractInsnNode insn : direct.instructions) {
      if (insn.getOpcode() == Opcodes.LRETURN && !calls.isEmpty() && calls.contains("ratio")) {
        break; // what follows is only reached when suspending
      }
      assertThat(insn.getOpcode()).isNotIn(Opcodes.NEW, Opcodes.NEWARRAY, Opcodes.ANEWARRAY);
      if (insn instanceof MethodInsnNode call) {
        calls.add(call.name);
      }
    }
    assertThat(calls)
        .contains("leaf", "ratio")
        .isSubsetOf(
            // the last four only if the receiver is of a subclass, or the stack is deep
            "leaf", "ratio", "haveBody", "sum", "start", "startLater");
  }

  @Test
  void entryIsSmall() throws Exception {
    assertThat(method(woven(), "ratio", "(I)D").instructions.size()).isLessThan(30);
  }
}
