package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.transformer.report.MethodReport;
import dev.weft.woven.RefusedError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;

/** Methods that cannot be woven: the text says which, where, why and what to write instead. */
class RefusalTest {

  private static final String SOURCE =
      """
      package p;
      import dev.weft.Generator;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.*;
      public class Bad {
        @Async public static Object inBlock(Task<?> t) {
          synchronized (t) {
            return await(t);
          }
        }
        @Async public static synchronized Object inMethod(Task<?> t) {
          return await(t);
        }
        @Async public static Generator<Object> awaits(Task<?> t) {
          emit(await(t));
          return null;
        }
        @Async public static Task<Object> emits(Task<?> t) {
          emit(1);
          return null;
        }
        @Async public static Object good(Task<?> t) { return await(t); }
      }
      """;

  private static final Map<String, byte[]> CLASSES = Sources.compile(SOURCE);
  private static final WovenClass WOVEN =
      new Weaver(Sources.hierarchy(CLASSES)).weave(CLASSES.get("p/Bad"));
  private static final Map<String, String> REFUSALS =
      WOVEN.methods().stream()
          .filter(method -> method.refusal() != null)
          .collect(Collectors.toMap(MethodReport::method, MethodReport::refusal));

  @Test
  void anAwaitInASynchronizedBlockIsRefused() {
    assertThat(REFUSALS.get("inBlock"))
        .startsWith("p.Bad.inBlock(Bad.java:9) was not woven: it suspends inside a synchronized")
        .contains("move the suspending call out of the block")
        .endsWith("weave with monitors=release, which gives it up while suspended");
  }

  @Test
  void anAwaitInASynchronizedMethodIsRefused() {
    assertThat(REFUSALS.get("inMethod"))
        .startsWith(
            "p.Bad.inMethod(Bad.java:13) was not woven: it is synchronized and suspends, but a"
                + " monitor belongs to a thread")
        .contains("suspend outside of the synchronized part");
  }

  @Test
  void anAwaitInAGeneratorIsRefused() {
    assertThat(REFUSALS.get("awaits"))
        .startsWith(
            "p.Bad.awaits(Bad.java:16) was not woven: it calls await in a generator method,")
        .contains("await before the generator is made")
        .endsWith("or let the method return AsyncGenerator");
  }

  @Test
  void anEmitInATaskMethodIsRefused() {
    assertThat(REFUSALS.get("emits"))
        .startsWith("p.Bad.emits(Bad.java:20) was not woven: it calls emit in a task method,")
        .endsWith("let the method return Generator or AsyncGenerator");
  }

  @Test
  void theOtherMethodsAreWoven() throws Exception {
    assertThat(REFUSALS).containsOnlyKeys("inBlock", "inMethod", "awaits", "emits");
    assertThat(Verification.check(WOVEN, Sources.hierarchy(CLASSES))).isEmpty();
    Object result =
        Sources.load(Sources.weave(CLASSES), "p.Bad")
            .getMethod("good", Task.class)
            .invoke(null, Task.completed("x"));
    assertThat(result).isEqualTo("x");
  }

  @Test
  void aRefusedMethodThrowsTheSameText() throws Exception {
    Class<?> type = Sources.load(Sources.weave(CLASSES), "p.Bad");

    for (String name : new String[] {"inBlock", "inMethod", "awaits"}) {
      Method method = type.getMethod(name, Task.class);
      assertThatThrownBy(() -> method.invoke(null, Task.completed("x")))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(RefusedError.class)
          .hasMessage(REFUSALS.get(name));
    }
  }

  @Test
  void aRefusedTaskMethodFailsItsTask() throws Exception {
    Class<?> type = Sources.load(Sources.weave(CLASSES), "p.Bad");

    Task<?> task = (Task<?>) type.getMethod("emits", Task.class).invoke(null, Task.completed("x"));

    assertThatThrownBy(() -> Weft.await(task))
        .isInstanceOf(RefusedError.class)
        .hasMessage(REFUSALS.get("emits"));
  }

  @Test
  void aMethodThatWouldBeTooLargeIsRefusedAndTheOthersAreNot() {
    Map<String, byte[]> classes =
        Sources.compile(
            """
            package p;
            import dev.weft.Task;
            import dev.weft.annotations.Async;
            import static dev.weft.Weft.await;
            class Large {
              @Async static int large(Task<Integer> t) { int s = 0; %s return s; }
              @Async static int small(Task<Integer> t) { return await(t); }
            }
            """
                .formatted("s += await(t);\n".repeat(2000)));
    var hierarchy = Sources.hierarchy(classes);

    WovenClass woven = new Weaver(hierarchy).weave(classes.get("p/Large"));

    assertThat(woven.methods()).extracting(MethodReport::method).containsExactly("large", "small");
    assertThat(woven.methods().get(0).refusal())
        .matches(
            "p\\.Large\\.large\\(Large\\.java\\) was not woven: it would have \\d{5,} bytes of code"
                + " when woven, and the JVM allows 65535; split it into several @Async methods");
    assertThat(woven.methods().get(1).refusal()).isNull();
    assertThat(Verification.check(woven, hierarchy)).isEmpty();
  }

  @Test
  void aFrameThatWouldBeTooLargeIsRefusedAndNotTheClass() throws Exception {
    var code =
        new StringBuilder("package p; import dev.weft.*; import dev.weft.annotations.Async;");
    code.append("public class Wide { @Async public static int good(Task<Integer> t) {")
        .append(
            " return Weft.await(t); } @Async public static int wide(Task<Integer> t) { int sum ="
                + " 0;");
    int variables = 4000;
    for (int i = 0; i < variables; i++) {
      code.append("int v").append(i).append("=0;");
    }
    code.append("sum += Weft.await(t);");
    for (int i = 0; i < variables; i++) {
      code.append("sum+=v").append(i).append(";");
    }
    Map<String, byte[]> classes = Sources.compile(code.append("return sum; } }").toString());
    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Wide"));

    assertThat(woven.methods().stream().filter(each -> each.refusal() != null))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.refusal())
                    .startsWith("p.Wide.wide(Wide.java")
                    .contains("split it"));
    Class<?> type = Sources.load(Sources.weave(classes), "p.Wide");
    assertThat(type.getMethod("good", Task.class).invoke(null, Task.completed(3))).isEqualTo(3);
    assertThatThrownBy(() -> type.getMethod("wide", Task.class).invoke(null, Task.completed(3)))
        .hasRootCauseInstanceOf(RefusedError.class);
  }

  @Test
  void aMethodThatCannotBeAnalysedStillHasTheBodyThatItsCallersCall() throws Exception {
    Map<String, byte[]> classes =
        new HashMap<>(
            Sources.compile(
                """
                package p;
                import dev.weft.*;
                import dev.weft.annotations.Async;
                public class Odd {
                  @Async public static int odd(Task<Integer> t, boolean b) {
                    Object o;
                    if (b) { o = "x"; } else { o = t; }
                    Weft.await(t);
                    return o.hashCode();
                  }
                  @Async public static int calls(Task<Integer> t) { return odd(t, true); }
                }
                """));
    classes.put("p/Odd", withAFrameOfNothing(classes.get("p/Odd")));

    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Odd"));

    assertThat(woven.methods().stream().filter(each -> each.refusal() != null))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.refusal())
                    .startsWith("p.Odd.odd(Odd.java) was not woven: it could not be woven (")
                    .contains("please report it"));
    Class<?> type = Sources.load(Sources.weave(classes), "p.Odd");
    assertThatThrownBy(() -> type.getMethod("calls", Task.class).invoke(null, Task.completed(3)))
        .hasRootCauseInstanceOf(RefusedError.class);
  }

  /** As no compiler would leave it: a frame names an object that is not made anywhere. */
  private static byte[] withAFrameOfNothing(byte[] classFile) {
    ClassNode tree = Sources.tree(classFile);
    InsnList code = Sources.method(tree, "odd").instructions;
    for (AbstractInsnNode insn : code) {
      if (insn instanceof FrameNode frame && frame.local.size() == 3) {
        frame.local = new ArrayList<>(frame.local);
        frame.local.set(2, code.getFirst());
      }
    }
    var writer = new ClassWriter(0);
    tree.accept(writer);
    return writer.toByteArray();
  }

  private static final String TAKEN =
      """
      package p;
      import dev.weft.annotations.Async;
      import dev.weft.woven.WovenCarrier;
      public class Taken {
        MARK
        @Async public static String m(String text) { return "written " + text; }
        public static String m(String text, int number, WovenCarrier carrier) { return "other"; }
      }
      """;

  @Test
  void aMethodWithTheSignatureOfABodyIsNotTakenForOneByChance() throws Exception {
    Map<String, byte[]> classes = Sources.compile(TAKEN.replace("MARK", ""));
    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Taken"));

    assertThat(woven.methods().get(0).refusal())
        .startsWith("p.Taken.m(Taken.java) was not woven: it has beside it m(Ljava/lang/String;I")
        .contains("private static void weft$woven() {}");
    Class<?> loaded = Sources.load(Map.of("p/Taken", woven.bytes()), "p.Taken");
    for (Method method : loaded.getDeclaredMethods()) {
      Object[] arguments = new Object[method.getParameterCount()];
      if (arguments.length == 3) {
        arguments[1] = 1;
      }
      assertThatThrownBy(() -> method.invoke(null, arguments))
          .hasCauseInstanceOf(RefusedError.class);
    }
  }

  @Test
  void aBodyByHandIsOneWhereTheClassSaysSo() {
    Map<String, byte[]> classes =
        Sources.compile(TAKEN.replace("MARK", "private static void weft$woven() {}"));

    assertThat(new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Taken"))).isNull();
  }
}
