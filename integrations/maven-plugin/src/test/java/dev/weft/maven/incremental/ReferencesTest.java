package dev.weft.maven.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classes are looked at again when one has changed. */
class ReferencesTest {

  @TempDir private Path temp;
  private final References references = new References();

  @BeforeEach
  void compile() throws IOException {
    var folder = new WovenFolder(temp);
    folder.compile(
        "A", "class A { B b() { return null; } }",
        "B", "class B { java.util.List<C> c; static class Inner {} }",
        "C", "class C extends D {}",
        "D", "class D { long five = 5L; double half = 0.5; }",
        "E", "class E { String text = \"LB;\"; }",
        "F", "class F {}");
    for (String file : folder.content().keySet()) {
      references.add(file, Files.readAllBytes(folder.file(file)));
    }
  }

  private Set<String> affectedBy(String name) {
    return references.affectedBy(List.of("p/" + name + ".class"));
  }

  @Test
  void namesInConstantsDescriptorsAndSignatures() {
    assertThat(affectedBy("D"))
        .containsExactlyInAnyOrder(
            "p/D.class", "p/C.class", "p/B.class", "p/B$Inner.class", "p/A.class");
    assertThat(affectedBy("F")).containsExactly("p/F.class");
    assertThat(affectedBy("A")).containsExactly("p/A.class");
  }

  @Test
  void classesOfOneSourceFileAndThoseThatAreGone() {
    assertThat(affectedBy("F$Added")).containsExactlyInAnyOrder("p/F$Added.class", "p/F.class");
    assertThat(references.affectedBy(List.of("META-INF/versions/21/p/F.class")))
        .contains("p/F.class");
  }
}
