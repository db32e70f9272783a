package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is known without the runtime's class files is what these declare. */
class OwnIntrinsicsTest {

  private final LoaderClassFiles files = new LoaderClassFiles(ClassLoader.getSystemClassLoader());

  @Test
  void theyAreThoseThatTheRuntimeDeclares() {
    ClassInfo weft = ClassInfo.read(Objects.requireNonNull(files.find(RuntimeNames.WEFT)));
    int declared = 0;
    for (ClassInfo.Method method : weft.methods().values()) {
      assertThat(OwnIntrinsics.find(method.name(), method.descriptor()))
          .as(method.name() + method.descriptor())
          .isEqualTo(method.intrinsic());
      declared += method.intrinsic() == null ? 0 : 1;
    }
    assertThat(declared).isEqualTo(7);
  }

  @Test
  void theyServeWhereClassesAreHidden() {
    var hierarchy =
        new Hierarchy(
            new ClassFiles() {
              @Override
              public byte[] find(String internalName) {
                return null;
              }

              @Override
              public boolean mayHideClasses() {
                return true;
              }
            },
            name -> false);
    assertThat(hierarchy.problemOfIntrinsics(RuntimeNames.WEFT)).isNull();
    assertThat(hierarchy.intrinsic(RuntimeNames.WEFT, "yieldNow", "()V")).isNotNull();
  }
}
