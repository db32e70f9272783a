package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three kinds of {@code @Async} methods, told by the return type. */
class KindTest {

  /** How much stack is left, and the carrier. */
  private static final String ADDED = "ILdev/weft/woven/WovenCarrier;";

  private static final String ADDED_TO_TASKS = "Ldev/weft/woven/WovenCarrier;I";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ldev/weft/Task;",
        "Ljava/util/concurrent/CompletionStage;",
        "Ljava/util/concurrent/CompletableFuture;"
      })
  void whatReturnsATaskIsATaskMethodWithAnObjectAsResult(String result) {
    String descriptor = "(ILjava/lang/String;)" + result;

    assertThat(Kind.of(descriptor)).isEqualTo(Kind.TASK);
    assertThat(Kind.TASK.bodyDescriptor(descriptor))
        .isEqualTo("(ILjava/lang/String;" + ADDED_TO_TASKS + ")Ljava/lang/Object;");
  }

  @Test
  void whatReturnsAGeneratorIsAGeneratorMethodWithoutAResult() {
    String descriptor = "(J)Ldev/weft/Generator;";

    assertThat(Kind.of(descriptor)).isEqualTo(Kind.GENERATOR);
    assertThat(Kind.GENERATOR.bodyDescriptor(descriptor)).isEqualTo("(J" + ADDED + ")V");
  }

  @Test
  void whatReturnsAnAsyncGeneratorIsOfAKindOfItsOwn() {
    String descriptor = "(J)Ldev/weft/AsyncGenerator;";

    assertThat(Kind.of(descriptor)).isEqualTo(Kind.ASYNC_GENERATOR);
    assertThat(Kind.ASYNC_GENERATOR.bodyDescriptor(descriptor)).isEqualTo("(J" + ADDED + ")V");
    assertThat(Kind.named(Kind.ASYNC_GENERATOR.word())).isEqualTo(Kind.ASYNC_GENERATOR);
    assertThat(Kind.ASYNC_GENERATOR.word()).isEqualTo("async generator");
  }

  @ParameterizedTest
  @CsvSource({
    "V",
    "I",
    "Z",
    "D",
    "[J",
    "Ljava/lang/String;",
    "[Ldev/weft/Task;",
    "Ldev/weft/Task$Completer;",
    "Ljava/util/concurrent/Future;",
    "Lapp/dev/weft/Task;"
  })
  void whatReturnsAnythingElseIsASuspendingMethodWithThatResult(String result) {
    assertThat(Kind.of("()" + result)).isEqualTo(Kind.SUSPENDING);
    assertThat(Kind.SUSPENDING.bodyDescriptor("()" + result)).isEqualTo("(" + ADDED + ")" + result);
  }

  @Test
  void parametersDoNotCount() {
    assertThat(Kind.of("(Ldev/weft/Task;Ldev/weft/Generator;)V")).isEqualTo(Kind.SUSPENDING);
  }

  @ParameterizedTest
  @CsvSource({
    "java/lang/String, true",
    "javax/swing/JFrame, true",
    "jdk/internal/A, true",
    "sun/misc/Unsafe, true",
    "com/sun/net/A, true",
    "[Lapp/A;, true",
    "app/java/A, false",
    "javax2/A, false",
    "dev/weft/Task, false"
  })
  void classesOfTheJdkAreToldByTheirPackages(String name, boolean platform) {
    assertThat(ClassNames.isPlatform(name)).isEqualTo(platform);
  }

  @Test
  void namesComeInSeveralForms() {
    assertThat(ClassNames.binary("a/b/C$D")).isEqualTo("a.b.C$D");
    assertThat(ClassNames.simple("a/b/C$D")).isEqualTo("C$D");
    assertThat(ClassNames.simple("C")).isEqualTo("C");
    assertThat(ClassNames.packageOf("a/b/C")).isEqualTo("a/b");
    assertThat(ClassNames.packageOf("C")).isEmpty();
  }
}
