package dev.weft.unwoven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.NotWovenException;
import dev.weft.Task;
import dev.weft.Weft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of a class that the agent's options leave out. */
class LeftOutTest {

  private static final String OPTIONS = "dev.weft.agent.options";

  @AfterEach
  void noAgent() {
    System.clearProperty(OPTIONS);
  }

  private static String message() {
    Task<Object> pending = Task.completer().task();
    try {
      return "returned " + Weft.await(pending);
    } catch (NotWovenException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void theOptionThatExcludesItIsNamed() {
    System.setProperty(OPTIONS, "verify,exclude=com.acme.*, exclude=dev.weft.unw?ven.*");

    assertThat(message())
        .contains(
            "option exclude=dev.weft.unw?ven.* leaves dev.weft.unwoven.LeftOutTest out",
            "Change the option")
        .doesNotContain("-javaagent");
  }

  @Test
  void soAreThoseThatDoNotIncludeIt() {
    System.setProperty(OPTIONS, "include=com.acme.*,include=org.*");

    assertThat(message())
        .contains(
            "option include=com.acme.*,include=org.* does not name dev.weft.unwoven.LeftOutTest");
  }

  @Test
  void whereNoOptionLeavesItOutNoneIsNamed() {
    System.setProperty(OPTIONS, "dump=x,include=dev.weft.*");

    assertThat(message()).contains("-javaagent:weft-agent.jar").doesNotContain("option include");
  }

  @Test
  void itIsNotAnIllegalState() {
    assertThatThrownBy(() -> Weft.await(Task.completer().task()))
        .isInstanceOf(NotWovenException.class)
        .isNotInstanceOf(IllegalStateException.class);
  }
}
