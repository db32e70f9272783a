package dev.weft.transformer.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Verification;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.analysis.AsyncBodies;
import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.MethodAnalyzer;
import dev.weft.transformer.model.AddedClassNames;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Monitors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

/** Which fields a frame has, and which value goes into which. */
class FrameLayouterTest {

  private static byte[] compile(String body) {
    return Sources.compileOne(
        """
        package p;
        import dev.weft.Task;
        import dev.weft.annotations.Async;
        import static dev.weft.Weft.await;
        class A {
          static void use(Object... values) {}
          @Async static void m(Task<?> t, boolean flag) { %s }
        }
        """
            .formatted(body));
  }

  private static FrameSpec layOut(String body, String... named) throws Exception {
    byte[] classFile = compile(body);
    Hierarchy hierarchy = Sources.hierarchy(Map.of("p/A", classFile));
    AsyncBody found =
        AsyncBodies.of(
                Sources.tree(classFile),
                ClassInfo.read(classFile),
                hierarchy,
                new AddedClassNames(hierarchy))
            .get(0);
    return FrameLayouter.layOut(
        MethodAnalyzer.analyze(found, hierarchy, Monitors.REFUSE), Set.of(named));
  }

  private static List<String> fields(FrameSpec spec) {
    return spec.fields().stream()
        .map(field -> field.type().getClassName() + " " + field.name())
        .toList();
  }

  /** What is kept at a state, as {@code variable=field}. */
  private static List<String> kept(FrameSpec spec, int state) {
    return spec.at(state).all().stream()
        .map(s -> s.value().name() + "=" + (s.field() == null ? "nothing" : s.field().name()))
        .toList();
  }

  @Test
  void thereIsOneSortOfFieldForEachSortOfValue() throws Exception {
    FrameSpec spec =
        layOut(
            """
            int i = 1; long j = 2; float f = 3; double d = 4; String s = "5"; boolean z = flag;
            await(t); use(i, j, f, d, s, z);
            """,
            "dev/weft/Task");

    assertThat(kept(spec, 1)).containsExactly("i=i0", "j=j0", "f=f0", "d=d0", "s=l0", "z=i1");
    assertThat(fields(spec))
        .containsExactlyInAnyOrder(
            "java.lang.Object l0", "int i0", "int i1", "long j0", "float f0", "double d0");
  }

  @Test
  void valuesThatAreNeverKeptTogetherShareAField() throws Exception {
    FrameSpec spec =
        layOut(
            """
            String a = t.toString(); await(t); use(a);
            Integer b = t.hashCode(); await(t); use(b);
            int[] c = {1}; await(t); use(c);
            """,
            "dev/weft/Task", "java/lang/Integer");

    assertThat(kept(spec, 1)).containsExactly("t=l0", "a=l1");
    assertThat(kept(spec, 2)).containsExactly("t=l0", "b=l1");
    assertThat(kept(spec, 3)).containsExactly("c=l1"); // which has no type of its own any more
    assertThat(fields(spec)).containsExactlyInAnyOrder("dev.weft.Task l0", "java.lang.Object l1");
  }

  @Test
  void aVariableStaysInItsFieldWhileOthersComeAndGo() throws Exception {
    FrameSpec spec =
        layOut(
            """
            String a = t.toString(); String b = a + t; await(t); use(a);
            use(b, await(t), t); use(b);
            """,
            "dev/weft/Task");

    assertThat(kept(spec, 1)).containsExactly("t=l0", "a=l1", "b=l2");
    assertThat(kept(spec, 2)).endsWith("t=l0", "b=l2");
    assertThat(spec.at(2).stack()).extracting(SpilledValue::field).doesNotHaveDuplicates();
  }

  @Test
  void aSharedFieldIsCastToWhatItHolds() throws Exception {
    FrameSpec spec =
        layOut(
            """
            String a = t.toString(); await(t); use(a);
            Integer b = t.hashCode(); await(t); use(b, t);
            """,
            "dev/weft/Task",
            "java/lang/Integer");

    SpilledValue saved = spec.at(1).locals().get(1);
    assertThat(saved.field().type()).isEqualTo(Type.getObjectType("java/lang/Object"));
    assertThat(saved.cast()).isEqualTo(Type.getObjectType("java/lang/String"));
    assertThat(saved.field().isReference()).isTrue();
  }

  @Test
  void aFieldThatHoldsOneTypeOnlyHasItAndNeedsNoCast() throws Exception {
    FrameSpec spec =
        layOut("String[] a = {}; await(t); use((Object) a); await(t); use(a[0]);", "dev/weft/Task");

    assertThat(fields(spec)).containsExactlyInAnyOrder("dev.weft.Task l0", "java.lang.String[] l1");
    assertThat(spec.points())
        .allSatisfy(
            point -> assertThat(point.stored()).extracting(SpilledValue::cast).containsOnlyNulls());
  }

  @Test
  void ofTheFreeFieldsOneThatHasHeldTheSameTypeIsTaken() throws Exception {
    FrameSpec spec =
        layOut(
            """
            String a = t.toString(); await(t); use(a, t);
            Task<?> last = t; String b = last.toString(); await(last); use(b);
            """,
            "dev/weft/Task");

    assertThat(kept(spec, 1)).containsExactly("t=l0", "a=l1");
    assertThat(kept(spec, 2)).containsExactly("b=l1");
  }

  /** The first value would take the field of the second, which then takes the third's. */
  @Test
  void aFieldIsLeftToTheValueThatHasItsType() throws Exception {
    FrameSpec spec =
        layOut(
            """
            String a = t.toString(); await(t); use(a, t);
            Integer b = t.hashCode(); String c = b.toString(); await(t); use(b, c);
            """,
            "dev/weft/Task",
            "java/lang/Integer");

    assertThat(kept(spec, 1)).containsExactly("t=l0", "a=l1");
    assertThat(kept(spec, 2)).containsExactly("b=l0", "c=l1");
    assertThat(fields(spec)).contains("java.lang.String l1");
  }

  @Test
  void aClassThatTheCodeDoesNotNameGetsAFieldOfItsOwnTypeAndNoCast() throws Exception {
    String body = "Thread x = Thread.currentThread(); await(t); use(x);";

    FrameSpec outOfReach = layOut(body, "dev/weft/Task");
    FrameSpec named = layOut(body, "dev/weft/Task", "java/lang/Thread");

    assertThat(fields(outOfReach)).contains("java.lang.Thread t1_0");
    assertThat(outOfReach.at(1).locals().get(0).cast()).isNull();
    assertThat(kept(named, 1)).containsExactly("x=l0");
  }

  @Test
  void classesOfTheSamePackageAreAlwaysInReach() throws Exception {
    assertThat(kept(layOut("A x = new A(); await(t); use(x);"), 1)).containsExactly("x=l0");
    assertThat(kept(layOut("A[] x = {}; await(t); use((Object) x);"), 1)).containsExactly("x=l0");
  }

  @Test
  void nullNeedsNoField() throws Exception {
    FrameSpec spec = layOut("String s = null; await(t); use(s);");

    assertThat(kept(spec, 1)).containsExactly("s=nothing");
    assertThat(spec.at(1).stackIsPlain()).isTrue();
  }

  @Test
  void whatLiesOnTheStackIsKeptBelowTheLocals() throws Exception {
    FrameSpec spec = layOut("long j = 7; use(j, t.hashCode() + (Integer) await(t), j);");

    assertThat(spec.at(1).stack()).isNotEmpty();
    assertThat(kept(spec, 1)).last().isEqualTo("j=j0");
  }

  @Test
  void theParametersAreKeptBeforeTheStart() throws Exception {
    FrameSpec spec = layOut("await(t); use(flag);");

    assertThat(kept(spec, 0)).containsExactly("t=t0_0", "flag=i0");
    assertThat(kept(layOut("await(t);", "dev/weft/Task"), 0)).containsExactly("t=l0");
  }

  @Test
  void theSizeIsThatOfAnObjectWithCompressedReferences() throws Exception {
    assertThat(layOut("").bytes()).isEqualTo(24);
    assertThat(layOut("await(t);").bytes()).isEqualTo(24);
    assertThat(layOut("long j = 1; await(t); use(j);").bytes()).isEqualTo(32);
  }

  @Test
  void moreValuesThanACallCanPassAreWovenAndVerify() throws Exception {
    String declared =
        IntStream.range(0, 130)
            .mapToObj(
                i -> "long j%d = t.hashCode() + %d; String s%d = t + \"x\";".formatted(i, i, i))
            .collect(Collectors.joining("\n"));
    String used =
        IntStream.range(0, 130)
            .mapToObj(i -> "use(j%d, s%d);".formatted(i, i))
            .collect(Collectors.joining("\n"));
    String body = declared + "use(j0, await(t), s0);" + used;

    assertThat(layOut(body, "dev/weft/Task").fields()).hasSizeGreaterThan(255);
    byte[] classFile = compile(body);
    Hierarchy hierarchy = Sources.hierarchy(Map.of("p/A", classFile));
    WovenClass woven = new Weaver(hierarchy).weave(classFile);
    assertThat(Verification.check(woven, hierarchy)).isEmpty();
  }
}
