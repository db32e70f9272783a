package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.report.MethodReport;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Synchronized blocks that do not stand in the way of suspensions elsewhere in their methods. */
class MonitorsTest {

  @Test
  void anAwaitInACatchAroundASynchronizedBlockIsWoven() {
    Map<String, byte[]> classes =
        Sources.compile(
            """
            package p;
            import dev.weft.Task;
            import dev.weft.annotations.Async;
            import static dev.weft.Weft.await;
            class A {
              int i;
              @Async Object inCatch(Task<?> t) {
                try { synchronized (this) { i++; } return i; } catch (RuntimeException e) { return await(t); }
              }
              @Async Object inFinally(Task<?> t) {
                try { synchronized (this) { i++; } } finally { await(t); }
                return i;
              }
            }
            """);
    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/A"));
    assertThat(woven.methods()).extracting(MethodReport::refusal).allMatch(Objects::isNull);
  }

  @Test
  void aCallOfAnUnknownClassInASynchronizedBlockIsWoven() {
    Map<String, byte[]> classes =
        new TreeMap<>(
            Sources.compile(
                """
                package p;
                import dev.weft.Task;
                import dev.weft.annotations.Async;
                import static dev.weft.Weft.await;
                class A {
                  @Async Object m(Task<?> t) {
                    synchronized (this) { Lib.log("x"); }
                    return await(t);
                  }
                }
                class Lib { static void log(String text) {} }
                """));
    byte[] a = classes.get("p/A");
    classes.remove("p/Lib");
    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(a);
    assertThat(woven.methods()).extracting(MethodReport::refusal).allMatch(Objects::isNull);
  }
}
