package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Superclasses and interfaces as class files tell them, the JDK's included. */
class SupertypesTest {

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

  private final Supertypes supertypes = Sources.hierarchy(CLASSES).supertypes();

  @Test
  void theCommonSuperclassIsTheClosest() {
    assertThat(supertypes.commonSuperclass("p/B", "p/C")).isEqualTo("p/A");
    assertThat(supertypes.commonSuperclass("p/B", "p/A")).isEqualTo("p/A");
    assertThat(supertypes.commonSuperclass("p/Listens", "java/util/LinkedList"))
        .isEqualTo("java/util/AbstractList");
    assertThat(supertypes.commonSuperclass("p/A", "p/Gone")).isEqualTo("java/lang/Object");
    assertThat(supertypes.commonSuperclass("p/Face", "p/A")).isEqualTo("java/lang/Object");
  }

  @Test
  void subclassesAreToldThroughTheJdk() {
    assertThat(supertypes.isSubclass("p/Listens", "java/util/AbstractCollection")).isTrue();
    assertThat(supertypes.isSubclass("p/A", "p/A")).isTrue();
    assertThat(supertypes.isSubclass("p/A", "p/B")).isFalse();
    assertThat(supertypes.implementsInterface("p/Listens", "java/io/Serializable")).isTrue();
    assertThat(supertypes.implementsInterface("p/A", "java/io/Serializable")).isFalse();
  }

  @Test
  void interfacesAreTold() {
    assertThat(supertypes.isInterface("p/Face")).isTrue();
    assertThat(supertypes.isInterface("java/util/List")).isTrue();
    assertThat(supertypes.isInterface("p/A")).isFalse();
    assertThat(supertypes.isInterface("p/Gone")).isFalse();
  }

  @Test
  void aClassIsKnownIfAllItsSuperclassesAre() {
    Map<String, byte[]> holey = new TreeMap<>(CLASSES);
    holey.remove("p/A");

    assertThat(supertypes.isKnown("p/Orphan")).isTrue();
    assertThat(Sources.hierarchy(holey).supertypes().isKnown("p/Orphan")).isFalse();
    assertThat(supertypes.isKnown("java/lang/Object")).isTrue();
  }

  @Test
  void classesInACycleDoNotKeepAnybodyGoingRound() {
    Map<String, byte[]> round = new TreeMap<>(CLASSES);
    round.put("p/B", extending("p/B", "p/C"));
    round.put("p/C", extending("p/C", "p/B"));
    Supertypes circular = Sources.hierarchy(round).supertypes();

    assertThat(circular.isSubclass("p/B", "p/A")).isFalse();
    assertThat(circular.isKnown("p/B")).isFalse();
    assertThat(circular.isFullyKnown("p/B")).isTrue();
    assertThat(circular.implementsInterface("p/B", "p/Face")).isFalse();
    assertThat(circular.commonSuperclass("p/A", "p/B")).isEqualTo("java/lang/Object");
  }

  private static byte[] extending(String name, String superName) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_SUPER, name, null, superName, null);
    writer.visitEnd();
    return writer.toByteArray();
  }
}
