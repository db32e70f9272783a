package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The shape of resumed bodies: their loops are entered at the header alone. That they do what the
 * plain program does is tested wherever woven programs run.
 */
@Timeout(60)
class PeelingTest {

  private static final Map<String, byte[]> WOVEN =
      Sources.weave(
          Sources.compile(
              """
              package p;
              import dev.weft.Weft;
              import dev.weft.annotations.Async;
              import java.util.List;
              public class A {
                @Async long one(int n) {
                  long sum = 0;
                  for (int i = 0; i < n; i++) { Weft.yieldNow(); sum += i; }
                  return sum;
                }
                @Async long none(int n) {
                  Weft.yieldNow();
                  long sum = 0;
                  for (int i = 0; i < n; i++) { sum += i; }
                  return sum;
                }
                @Async long outer(int[] a) {
                  long sum = 0;
                  for (int i = 0; i < 9; i++) {
                    for (int x : a) { sum += x; }
                    Weft.yieldNow();
                    for (int x : a) { sum -= x; }
                  }
                  return sum;
                }
                @Async long inner(List<Integer> list) {
                  long sum = 0;
                  for (int i = 0; i < 9; i++) {
                    for (int x : list) {
                      sum += x;
                      Weft.yieldNow();
                      if (sum == 3) { break; }
                    }
                  }
                  return sum;
                }
                @Async long both(int n) {
                  long sum = 0;
                  for (int i = 0; i < n; i++) {
                    Weft.yieldNow();
                    do { Weft.yieldNow(); sum++; } while (sum % 7 != 0);
                    while (sum % 5 != 0) { sum++; }
                  }
                  return sum;
                }
                @Async long tries(int n) {
                  long sum = 0;
                  for (int i = 0; i < n; i++) {
                    try { Weft.yieldNow(); sum += 10 / i; }
                    catch (ArithmeticException e) { sum--; Weft.yieldNow(); }
                    finally { sum += 2; Weft.yieldNow(); }
                  }
                  return sum;
                }
                @Async String allocates(int n) {
                  String all = "";
                  for (int i = 0; i < n; i++) {
                    all += new StringBuilder(i > 2 ? "a" : one(i) + "b").append(i);
                  }
                  return all;
                }
              }
              """));

  private static final Map<String, MethodNode> RESUMED = resumed();

  private static Map<String, MethodNode> resumed() {
    var type = new ClassNode();
    new ClassReader(WOVEN.get("p/A")).accept(type, ClassReader.EXPAND_FRAMES);
    var resumed = new HashMap<String, MethodNode>();
    for (MethodNode method : type.methods) {
      if (method.desc.contains("$Frame;") && (method.access & Opcodes.ACC_STATIC) != 0) {
        resumed.put(method.name, method);
      }
    }
    return resumed;
  }

  /** How many loops a resumed body has; 0 if it is irreducible. */
  private static int loops(String method) {
    return Loops.of(new ControlFlow(RESUMED.get(method))).size();
  }

  /** How often a resumed body calls a method, in its own code and in copies. */
  private static long calls(String method, String called) {
    long calls = 0;
    for (var insn : RESUMED.get(method).instructions) {
      calls += insn instanceof MethodInsnNode call && call.name.equals(called) ? 1 : 0;
    }
    return calls;
  }

  @Test
  void aLoopIsEnteredAtItsHeader() {
    assertThat(loops("one")).isEqualTo(1);
    assertThat(loops("tries")).isPositive(); // a handler that covers itself counts as one
    assertThat(loops("allocates")).isEqualTo(1);
  }

  @Test
  void aLoopWithoutSuspensionStaysOne() {
    assertThat(loops("none")).isEqualTo(1);
  }

  @Test
  void innerLoopsBehindTheSuspensionAreCopiedAsLoops() {
    assertThat(loops("outer")).isEqualTo(3 + 1);
  }

  @Test
  void aLoopInALoopIsEnteredAtItsHeaderInBoth() {
    assertThat(loops("inner")).isEqualTo(2 + 1);
    assertThat(loops("both")).isEqualTo(3 + 2);
  }

  @Test
  void onlyTheRestOfTheIterationIsCopied() {
    assertThat(calls("one", "yieldNow")).isEqualTo(1);
    assertThat(calls("allocates", "append")).isEqualTo(2);
    assertThat(calls("allocates", "one")).isEqualTo(1);
  }
}
