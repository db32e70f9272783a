package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.model.AsyncMethod.Linkage;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Superclasses and interfaces as class files tell them, the JDK's included. */
class HierarchyTypesTest {

  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          package p;
          class A { void known() {} }
          class B extends A {}
          class C extends A {}
          class Listens extends java.util.ArrayList<String> {}
          class Orphan extends B {}
          interface Face {}
          """);

  private final Hierarchy hierarchy = Sources.hierarchy(CLASSES);

  @Test
  void theCommonSuperclassIsTheClosest() {
    assertThat(hierarchy.commonSuperclass("p/B", "p/C")).isEqualTo("p/A");
    assertThat(hierarchy.commonSuperclass("p/B", "p/A")).isEqualTo("p/A");
    assertThat(hierarchy.commonSuperclass("p/Listens", "java/util/LinkedList"))
        .isEqualTo("java/util/AbstractList");
    assertThat(hierarchy.commonSuperclass("p/A", "p/Gone")).isEqualTo("java/lang/Object");
    assertThat(hierarchy.commonSuperclass("p/Face", "p/A")).isEqualTo("java/lang/Object");
  }

  @Test
  void subclassesAreToldThroughTheJdk() {
    assertThat(hierarchy.isSubclass("p/Listens", "java/util/AbstractCollection")).isTrue();
    assertThat(hierarchy.isSubclass("p/A", "p/A")).isTrue();
    assertThat(hierarchy.isSubclass("p/A", "p/B")).isFalse();
    assertThat(hierarchy.implementsInterface("p/Listens", "java/io/Serializable")).isTrue();
    assertThat(hierarchy.implementsInterface("p/A", "java/io/Serializable")).isFalse();
  }

  @Test
  void interfacesAreTold() {
    assertThat(hierarchy.isInterface("p/Face")).isTrue();
    assertThat(hierarchy.isInterface("java/util/List")).isTrue();
    assertThat(hierarchy.isInterface("p/A")).isFalse();
    assertThat(hierarchy.isInterface("p/Gone")).isFalse();
  }

  @Test
  void aClassIsKnownIfAllItsSuperclassesAre() {
    Map<String, byte[]> holey = new TreeMap<>(CLASSES);
    holey.remove("p/A");

    assertThat(hierarchy.isKnown("p/Orphan")).isTrue();
    assertThat(Sources.hierarchy(holey).isKnown("p/Orphan")).isFalse();
    assertThat(hierarchy.isKnown("java/lang/Object")).isTrue();
  }

  @Test
  void aCallOfAClassThatCannotBeFoundIsLinkedWhenItIsMade() {
    AsyncMethod made = hierarchy.unknown("p/Gone", "m", "()V");

    assertThat(made.linkage()).isEqualTo(Linkage.LATE);
    assertThat(made.kind()).isEqualTo(Kind.SUSPENDING);
    assertThat(hierarchy.unknown("p/B", "known", "()V")).isNull();
    assertThat(hierarchy.unknown("p/Listens", "size", "()I")).isNull();
    assertThat(hierarchy.unknown("java/gone/Away", "m", "()V")).isNull();
  }

  @Test
  void aClassThatIsBeingWovenNeedNotBeFoundAsAFile() {
    var empty = new Hierarchy(name -> null, name -> false);
    assertThat(empty.classInfo("p/A")).isNull();

    empty.add(ClassInfo.read(CLASSES.get("p/A")));

    assertThat(empty.classInfo("p/A").method("known", "()V")).isNotNull();
  }

  @Test
  void aClassFileOfAVersionNotKnownCountsAsNotThere() {
    byte[] future = CLASSES.get("p/A").clone();
    future[7] = 99;

    assertThat(new Hierarchy(name -> future, name -> true).classInfo("p/A")).isNull();
  }
}
