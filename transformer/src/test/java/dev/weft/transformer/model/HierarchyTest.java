package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which methods are {@code @Async}, and where they are declared, told from class files. */
class HierarchyTest {

  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          package p;
          import dev.weft.annotations.Async;
          class A {
            @Async void marked(int i) {}
            void ordinary() {}
            @Async private void hidden() {}
            @Async static void atClass() {}
            @Async A covariant() { return this; }
          }
          class B extends A {
            @Override void marked(int i) {}
            void marked(long other) {}
            @Override void ordinary() {}
            void hidden() {}
            @Override B covariant() { return this; }
          }
          class C extends B { @Override void marked(int i) {} }
          class D extends C {}
          interface Face {
            @Async int face();
            @Async default int preset() { return 1; }
            @Async static int helper() { return 1; }
          }
          interface Narrower extends Face {}
          abstract class E implements Narrower {
            public int face() { return 1; }
            int helper() { return 1; }
          }
          class F extends E {
            @Override public int face() { return 2; }
            @Override public int preset() { return 2; }
          }
          interface Loader<T> { @Async T load(String name); }
          class Numbers implements Loader<Integer> {
            public Integer load(String name) { return 1; }
            public Integer load(Object other) { return 1; }
          }
          class Job<T> extends java.util.concurrent.CompletableFuture<T> {}
          class NarrowJob extends Job<String> {}
          abstract class AbstractJob extends Job<String> {}
          class NamedJob extends Job<String> { NamedJob(String name) {} }
          class SecretJob extends Job<String> { private SecretJob() {} }
          class Listens extends java.util.ArrayList<String> { @Async void m() {} }
          """);

  private final Hierarchy hierarchy = Sources.hierarchy(CLASSES);

  private boolean isAsync(String owner, String name, String descriptor) {
    ClassInfo info = hierarchy.classInfo("p/" + owner);
    return hierarchy.isAsync(info, info.method(name, descriptor));
  }

  @Test
  void amongMethodsOfAClassOnlyTheMarkedOnesAre() {
    assertThat(isAsync("A", "marked", "(I)V")).isTrue();
    assertThat(isAsync("A", "hidden", "()V")).isTrue();
    assertThat(isAsync("A", "atClass", "()V")).isTrue();
    assertThat(isAsync("A", "ordinary", "()V")).isFalse();
    assertThat(isAsync("A", "<init>", "()V")).isFalse();
  }

  @Test
  void overridesAreWhateverTheirDistance() {
    assertThat(isAsync("B", "marked", "(I)V")).isTrue();
    assertThat(isAsync("C", "marked", "(I)V")).isTrue();
    assertThat(isAsync("B", "marked", "(J)V")).isFalse();
    assertThat(isAsync("B", "ordinary", "()V")).isFalse();
  }

  @Test
  void implementationsOfInterfaceMethodsAre() {
    assertThat(isAsync("E", "face", "()I")).isTrue();
    assertThat(isAsync("F", "face", "()I")).isTrue();
    assertThat(isAsync("F", "preset", "()I")).isTrue();
  }

  @Test
  void whatStandsBehindABridgeIs() {
    assertThat(isAsync("Numbers", "load", "(Ljava/lang/String;)Ljava/lang/Integer;")).isTrue();
    assertThat(isAsync("Numbers", "load", "(Ljava/lang/Object;)Ljava/lang/Integer;")).isFalse();
    assertThat(isAsync("B", "covariant", "()Lp/B;")).isTrue();
  }

  @Test
  void privateAndStaticMethodsAreNotOverridden() {
    assertThat(isAsync("B", "hidden", "()V")).isFalse();
    assertThat(isAsync("E", "helper", "()I")).isFalse();
  }

  @Test
  void aCallIsResolvedToTheClosestDeclaration() {
    assertThat(hierarchy.resolve("p/D", "marked", "(I)V").owner().name()).isEqualTo("p/C");
    assertThat(hierarchy.resolve("p/F", "preset", "()I").owner().name()).isEqualTo("p/F");
    assertThat(hierarchy.resolve("p/E", "preset", "()I").owner().name()).isEqualTo("p/Face");
    assertThat(hierarchy.resolve("p/Narrower", "face", "()I").owner().name()).isEqualTo("p/Face");
    assertThat(hierarchy.resolve("p/D", "atClass", "()V").owner().name()).isEqualTo("p/A");
  }

  @Test
  void aCallOfAnOrdinaryOrUnknownMethodIsNotResolved() {
    assertThat(hierarchy.resolve("p/D", "ordinary", "()V")).isNull();
    assertThat(hierarchy.resolve("p/D", "gone", "()V")).isNull();
    assertThat(hierarchy.resolve("p/Gone", "marked", "(I)V")).isNull();
    assertThat(hierarchy.resolve("java/lang/Thread", "run", "()V")).isNull();
  }

  @Test
  void aMethodIsLinkedDirectlyIfItsClassIsWovenForSure() {
    Hierarchy onlyA = Sources.hierarchy(CLASSES, "p/A"::equals);

    assertThat(onlyA.resolve("p/A", "marked", "(I)V").linkage()).isEqualTo(Linkage.DIRECT);
    assertThat(onlyA.resolve("p/B", "marked", "(I)V").linkage()).isEqualTo(Linkage.LATE);
    assertThat(onlyA.resolve("p/B", "atClass", "()V").linkage()).isEqualTo(Linkage.DIRECT);
  }

  @Test
  void aMethodIsLinkedDirectlyIfItsBodyIsThere() {
    Map<String, byte[]> woven = Sources.weave(CLASSES);
    Hierarchy library = Sources.hierarchy(woven, name -> false);

    assertThat(library.resolve("p/A", "marked", "(I)V").linkage()).isEqualTo(Linkage.DIRECT);
    assertThat(library.resolve("p/Face", "face", "()I").linkage()).isEqualTo(Linkage.DIRECT);
  }

  @Test
  void bodiesThatMayBeOverriddenAskForTheirReceiver() {
    assertThat(hierarchy.resolve("p/A", "marked", "(I)V").isOverridable()).isTrue();
    assertThat(hierarchy.resolve("p/A", "atClass", "()V").isOverridable()).isFalse();
    assertThat(hierarchy.resolve("p/A", "hidden", "()V").isOverridable()).isFalse();
  }

  @Test
  void aClassHasAsyncMethodsIfItOrWhatItInheritsHas() {
    assertThat(hierarchy.hasAsync("p/D")).isTrue();
    assertThat(hierarchy.hasAsync("p/F")).isTrue();
    assertThat(hierarchy.hasAsync("p/Listens")).isTrue();
    assertThat(hierarchy.hasAsync("java/util/ArrayList")).isFalse();
    assertThat(hierarchy.hasAsync("p/Gone")).isFalse();
    assertThat(hierarchy.hasAsync(null)).isFalse();
  }

  @Test
  void aClassWithoutAFileIsKnownOnceItIsWoven() {
    var unfindable =
        new Hierarchy(name -> name.equals("p/A") ? null : CLASSES.get(name), n -> true);
    assertThat(unfindable.hasAsync("p/D")).isFalse();

    unfindable.add(ClassInfo.read(CLASSES.get("p/A")));

    assertThat(unfindable.hasAsync("p/D")).isTrue();
  }

  @Test
  void futuresOfTheProgramAreTasksIfAnybodyCanMakeThem() {
    assertThat(hierarchy.kind("()Lp/Job;")).isEqualTo(Kind.TASK);
    assertThat(hierarchy.kind("()Lp/NarrowJob;")).isEqualTo(Kind.TASK);
    assertThat(hierarchy.kind("()Lp/AbstractJob;")).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.kind("()Lp/NamedJob;")).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.kind("()Lp/SecretJob;")).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.kind("()Lp/Listens;")).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.kind("()[Lp/Job;")).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.kind("()I")).isEqualTo(Kind.SUSPENDING);
  }

  @Test
  void accessorsOfAsyncMethodsAreAsyncThemselves() {
    String old =
        """
        package p;
        import dev.weft.annotations.Async;
        class Outer {
          @Async private static int hidden(int i) { return i; }
          private static int ordinary(int i) { return i; }
          static class Nested { int m() { return hidden(1) + ordinary(2); } }
        }
        """;
    Hierarchy before11 = Sources.hierarchy(Sources.compile(8, old));
    assertThat(before11.resolve("p/Outer", "access$000", "(I)I")).isNotNull();
    assertThat(before11.resolve("p/Outer", "access$100", "(I)I")).isNull();
  }

  @Test
  void aCallOfAClassThatCannotBeFoundIsLinkedWhenItIsMade() {
    AsyncMethod made = hierarchy.unknown("p/Gone", "m", "()V");

    assertThat(made.linkage()).isEqualTo(Linkage.LATE);
    assertThat(made.kind()).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.unknown("p/B", "ordinary", "()V")).isNull();
    assertThat(hierarchy.unknown("p/Listens", "size", "()I")).isNull();
    assertThat(hierarchy.unknown("java/gone/Away", "m", "()V")).isNull();
  }

  @Test
  void aClassThatIsBeingWovenNeedNotBeFoundAsAFile() {
    var empty = new Hierarchy(name -> null, name -> false);
    assertThat(empty.classInfo("p/A")).isNull();

    empty.add(ClassInfo.read(CLASSES.get("p/A")));

    assertThat(empty.classInfo("p/A").method("ordinary", "()V")).isNotNull();
  }

  @Test
  void aClassFileOfAVersionNotKnownCountsAsNotThere() {
    byte[] future = CLASSES.get("p/A").clone();
    future[7] = 99;

    assertThat(new Hierarchy(name -> future, name -> true).classInfo("p/A")).isNull();
  }
}
