package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What the header says of classes with constants of many kinds. */
class ClassHeaderTest {

  /** Longs and doubles take two places among the constants. */
  private static ClassWriter withNumbers(String superName, String... interfaces) {
    var writer = new ClassWriter(0);
    writer.newConst(1L);
    writer.newConst(2.0);
    writer.newConst(3);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/A", null, superName, interfaces);
    writer.newConst(4L);
    return writer;
  }

  @Test
  void supertypesAreFoundBehindConstantsOfAllSizes() {
    var header = new ClassHeader(withNumbers("p/B", "p/I", "q/J").toByteArray());

    assertThat(header.name()).isEqualTo("p/A");
    assertThat(header.superName()).isEqualTo("p/B");
    assertThat(header.interfaces()).containsExactly("p/I", "q/J");
    assertThat(header.major()).isEqualTo(Opcodes.V17);
  }

  @Test
  void namesAreFoundWhateverStandsAroundThem() {
    ClassWriter writer = withNumbers("p/B");
    writer.newUTF8(RuntimeNames.ASYNC_DESC);
    writer.newUTF8(RuntimeNames.WEFT + "x");
    var header = new ClassHeader(writer.toByteArray());

    assertThat(header.namesAsync()).isTrue();
    assertThat(header.namesWeft()).isFalse();
    assertThat(header.namesWoven()).isFalse();
    assertThat(header.makesLambdas()).isFalse();
  }

  @Test
  void theMarkHasTwoNames() {
    ClassWriter writer = withNumbers("p/B");
    writer.newUTF8(RuntimeNames.COROUTINE_DESC);

    assertThat(new ClassHeader(writer.toByteArray()).namesAsync()).isTrue();
  }

  @Test
  void returnedClassesAreThoseOfDescriptors() {
    ClassWriter writer = withNumbers("p/B");
    writer.newUTF8("(ILp/C;)Lp/D;");
    writer.newUTF8("(I)[Lp/E;");
    writer.newUTF8("(Lp/F;)V");
    writer.newUTF8("p/\u00e9\ud83d\ude00");
    writer.newUTF8("()Lp/\u00e9\ud83d\ude00;");

    assertThat(new ClassHeader(writer.toByteArray()).returnedClasses())
        .containsExactly("p/D", "p/\u00e9\ud83d\ude00");
  }

  @Test
  void anUnknownKindOfConstantIsRefused() {
    byte[] file = withNumbers("p/B").toByteArray();
    file[10] = 99;

    assertThatIllegalArgumentException().isThrownBy(() -> new ClassHeader(file));
  }
}
