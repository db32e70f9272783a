package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tables of variables as not every compiler writes them; the JVM refuses what they could become.
 */
@Timeout(60)
class VariableTablesTest {

  private static final String SOURCE =
      """
      package p;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      public class A {
        @Async public static int loops(int n, Task<Integer> t) {
          int sum = 0;
          for (int i = 0; i < n; i++) {
            try {
              int more = Weft.await(t);
              sum += more + i;
            } catch (RuntimeException failure) {
              sum--;
            }
          }
          return sum;
        }
      }
      """;

  private interface Change {
    void of(MethodNode method);
  }

  /** What it is then woven to, after it was loaded and run. */
  private static ClassNode woven(Change change) throws Exception {
    Map<String, byte[]> classes = new HashMap<>(Sources.compile(SOURCE));
    ClassNode tree = Sources.tree(classes.get("p/A"));
    tree.methods.stream().filter(m -> m.name.equals("loops")).forEach(change::of);
    var writer = new ClassWriter(0);
    tree.accept(writer);
    classes.put("p/A", writer.toByteArray());
    Map<String, byte[]> woven = Sources.weave(classes);
    Class<?> loaded = Sources.load(woven, "p.A");
    Object sum =
        loaded
            .getMethod("loops", int.class, dev.weft.Task.class)
            .invoke(null, 3, dev.weft.Task.completed(5));
    assertThat(sum).isEqualTo(18);
    return Sources.tree(woven.get("p/A"));
  }

  private static void assertEveryVariableCoversSomething(ClassNode woven) {
    for (MethodNode method : woven.methods) {
      assertThat(variables(method))
          .as(method.name)
          .noneMatch(each -> next(each.start) == next(each.end));
    }
  }

  private static List<LocalVariableNode> variables(MethodNode method) {
    return method.localVariables == null ? List.of() : method.localVariables;
  }

  private static AbstractInsnNode next(LabelNode label) {
    AbstractInsnNode each = label;
    while (each != null && each.getOpcode() < 0) {
      each = each.getNext();
    }
    return each;
  }

  @Test
  void variablesThatCoverNothing() throws Exception {
    ClassNode woven =
        woven(
            method -> {
              for (AbstractInsnNode each : method.instructions.toArray()) {
                if (each instanceof LabelNode label) {
                  addEmpty(method, label);
                }
              }
            });

    assertEveryVariableCoversSomething(woven);
    assertThat(woven.methods)
        .noneMatch(
            method -> variables(method).stream().anyMatch(each -> each.name.equals("nothing")));
  }

  /** Of a parameter's slot, and of another's. */
  private static void addEmpty(MethodNode method, LabelNode at) {
    var other = new LabelNode();
    method.instructions.insert(at, other);
    for (int slot : new int[] {0, 2}) {
      method.localVariables.add(new LocalVariableNode("nothing", "I", null, at, at, slot));
    }
    method.localVariables.add(new LocalVariableNode("nothing", "I", null, at, other, 3));
  }

  @Test
  void variablesThatStandThereTwice() throws Exception {
    ClassNode woven =
        woven(
            method -> {
              LocalVariableNode sum = variable(method, "sum");
              LocalVariableNode n = variable(method, "n");
              var later = new LabelNode();
              method.instructions.insert(next(sum.start), later);
              method.localVariables.add(
                  new LocalVariableNode("sum", "I", null, later, sum.end, sum.index));
              method.localVariables.add(
                  new LocalVariableNode("n", "I", null, n.start, later, n.index));
            });

    assertEveryVariableCoversSomething(woven);
  }

  private static LocalVariableNode variable(MethodNode method, String name) {
    return variables(method).stream()
        .filter(each -> each.name.equals(name))
        .findAny()
        .orElseThrow();
  }
}
