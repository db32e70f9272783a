package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which classes are Weft's own, and so never woven. */
class OwnClassesTest {

  @ParameterizedTest
  @CsvSource({
    "dev/weft/Task, true",
    "dev/weft/Task$Completer, true",
    "dev/weft/internal/engine/Carrier, true",
    "dev/weft/transformer/emit/Code, true",
    "dev/weft/agent/WeftAgent, true",
    "dev/weft/samples/Tour, false",
    "dev/weft/runtimex/A, false",
    "dev/weftx/A, false",
    "com/acme/dev/weft/Task, false",
  })
  void packagesOfTheProductAreItsOwn(String name, boolean own) {
    assertThat(WovenClasses.isOwn(name)).isEqualTo(own);
  }
}
