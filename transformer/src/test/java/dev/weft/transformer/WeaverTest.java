package dev.weft.transformer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.internal.engine.Woven;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.RuntimeNames;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** The weaver as a whole: what it adds, what it leaves alone, and that it is deterministic. */
class WeaverTest {

  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          package p;
          import dev.weft.AsyncCallable;
          import dev.weft.Generator;
          import dev.weft.Task;
          import dev.weft.annotations.Async;
          import static dev.weft.Weft.await;
          import static dev.weft.Weft.emit;
          public class A {
            @Async public int sum(Task<Integer> a, Task<Integer> b) { return await(a) + await(b); }
            @Async public Task<String> text(Task<Integer> a) {
              try { return Task.completed("" + await(a)); } finally { System.nanoTime(); }
            }
            @Async public Generator<Integer> count() { emit(1); emit(2); return null; }
            @Async public int sum(int i) { return i; }
            public AsyncCallable<Integer> lambda(Task<Integer> a) { return () -> await(a) + 1; }
            public static String ordinary() { return "ordinary"; }
          }
          class Serials {
            Object lambda(Task<Integer> a) {
              return (AsyncCallable<Integer> & java.io.Serializable) () -> await(a) + 1;
            }
            Object marked(A a) {
              return (AsyncCallable<Integer> & java.io.Serializable & Cloneable) () -> a.sum(2);
            }
            AsyncCallable<Integer> plain(Task<Integer> a) { return () -> await(a) + 2; }
          }
          class Untouched { int i; }
          """);

  private final Hierarchy hierarchy = Sources.hierarchy(CLASSES);

  private WovenClass weave() {
    return new Weaver(Sources.hierarchy(CLASSES)).weave(CLASSES.get("p/A"));
  }

  @Test
  void eachMethodBecomesThreeOfTheSameNameAndAFrameClass() throws Exception {
    WovenClass woven = weave();

    Class<?> type = Sources.load(Sources.weave(CLASSES), "p.A");
    Stream<Method> texts =
        Arrays.stream(type.getDeclaredMethods()).filter(m -> m.getName().equals("text"));
    assertThat(texts.map(m -> m.isSynthetic() + " " + m.getParameterCount()))
        .containsExactlyInAnyOrder("false 1", "true 3", "true 2");
    assertThat(woven.added().keySet())
        .containsExactlyInAnyOrder(
            "p/A$sum$Frame",
            "p/A$text$Frame",
            "p/A$count$Frame",
            "p/A$sum$2$Frame",
            "p/A$lambda$lambda$0$Frame");
    assertThat(woven.embedded().keySet()).containsExactly("p/A$AsyncCallable$Woven");
    assertThat(woven.original()).isEqualTo(CLASSES.get("p/A"));
    assertThat(type.getMethod("ordinary").invoke(null)).isEqualTo("ordinary");
  }

  @Test
  void theResultVerifies() {
    WovenClass woven = weave();

    assertThat(Verification.check(woven, hierarchy)).isEmpty();
    woven.embedded().values().forEach(e -> assertThat(Verification.check(e, hierarchy)).isEmpty());
  }

  @Test
  void lambdasToSerialiseGetAClassForEachSetOfMarkers() {
    var weaver = new Weaver(hierarchy);

    WovenClass woven = weaver.weave(CLASSES.get("p/Serials"));

    String face = "p/Serials$AsyncCallable$Woven";
    assertThat(woven.embedded().keySet())
        .containsExactly(face, face + "$Serializable", face + "$2$Serializable");
    assertThat(Verification.check(woven, hierarchy)).isEmpty();
    woven.embedded().values().forEach(e -> assertThat(weaver.weave(e)).isNull());
    WovenClass again = new Weaver(hierarchy).weave(CLASSES.get("p/Serials"));
    assertThat(again.bytes()).isEqualTo(woven.bytes());
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    WovenClass first = weave();
    WovenClass second = weave();

    assertThat(second.bytes()).isEqualTo(first.bytes());
    assertThat(second.added().keySet()).containsExactlyElementsOf(first.added().keySet());
    first.added().forEach((name, bytes) -> assertThat(second.added().get(name)).isEqualTo(bytes));
    first.embedded().forEach((n, bytes) -> assertThat(second.embedded().get(n)).isEqualTo(bytes));
    assertThat(second.methods()).isEqualTo(first.methods());
  }

  @Test
  void oneWeaverGivesTheSameBytesAgain() {
    var weaver = new Weaver(hierarchy);

    WovenClass first = weaver.weave(CLASSES.get("p/A"));
    WovenClass second = weaver.weave(CLASSES.get("p/A"));

    assertThat(second.bytes()).isEqualTo(first.bytes());
  }

  @Test
  void weavingAgainDoesNothing() {
    WovenClass woven = weave();
    var weaver = new Weaver(hierarchy);

    assertThat(weaver.weave(woven.bytes())).isNull();
    woven.added().values().forEach(added -> assertThat(weaver.weave(added)).isNull());
    woven.embedded().values().forEach(e -> assertThat(weaver.weave(e)).isNull());
  }

  @Test
  void aClassWovenForAnotherCallingConventionIsRefused() {
    byte[] older = wovenFor(RuntimeNames.CONVENTION - 1);

    assertThatExceptionOfType(WeaveException.class)
        .isThrownBy(() -> new Weaver(hierarchy).weave(older))
        .withMessageStartingWith("p.Older was woven by another version of Weft")
        .withMessageContaining(
            "is number "
                + (RuntimeNames.CONVENTION - 1)
                + ", this one's is "
                + RuntimeNames.CONVENTION);
    assertThat(new Weaver(hierarchy).weave(wovenFor(RuntimeNames.CONVENTION))).isNull();
  }

  private static byte[] wovenFor(int convention) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/Older", null, "java/lang/Object", null);
    writer.visitAnnotation(RuntimeNames.WOVEN_DESC, false).visit("value", convention);
    return writer.toByteArray();
  }

  @Test
  void theCallingConventionIsTheRuntimes() {
    assertThat(RuntimeNames.CONVENTION).isEqualTo(Woven.CONVENTION);
  }

  @Test
  void aClassWithoutCoroutinesIsLeftAlone() {
    assertThat(new Weaver(hierarchy).weave(CLASSES.get("p/Untouched"))).isNull();
  }

  @Test
  void theInputIsNotChanged() {
    byte[] input = CLASSES.get("p/A").clone();

    assertThat(new Weaver(hierarchy).weave(input)).isNotNull();

    assertThat(input).isEqualTo(CLASSES.get("p/A"));
  }

  private static byte[] ofVersion(String name, int major) {
    byte[] changed = CLASSES.get(name).clone();
    changed[6] = (byte) (major >> 8);
    changed[7] = (byte) major;
    return changed;
  }

  @Test
  void aCoroutineOfAVersionThatIsNotKnownIsRefusedWithAClearText() {
    for (int version : new int[] {99, 300}) {
      assertThatExceptionOfType(WeaveException.class)
          .isThrownBy(() -> new Weaver(hierarchy).weave(ofVersion("p/A", version)))
          .withMessageStartingWith(
              "p.A has class file version " + version + ", but this Weft knows versions up to ")
          .withMessageContaining("use a newer Weft, or compile the class with --release ");
    }
  }

  @Test
  void anOrdinaryClassOfAVersionThatIsNotKnownPasses() {
    assertThat(new Weaver(hierarchy).weave(ofVersion("p/Untouched", 99))).isNull();
  }

  @Test
  void aClassFileThatIsCutOffIsRefusedWhereverItEnds() {
    byte[] whole = CLASSES.get("p/A");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(WeaveException.class)
          .as("cut at " + length)
          .isThrownBy(() -> new Weaver(Sources.hierarchy(CLASSES)).weave(cut));
    }
  }

  @Test
  void whatIsNoClassFileIsRefused() {
    assertThatExceptionOfType(WeaveException.class)
        .isThrownBy(
            () -> new Weaver(hierarchy).weave("this is a text, no class file".getBytes(US_ASCII)))
        .withMessageContaining("does not begin with CAFEBABE");
  }
}
