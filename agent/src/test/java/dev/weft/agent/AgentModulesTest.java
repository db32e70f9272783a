package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import org.junit.jupiter.api.Test;

/** What the modules of the running program keep to themselves. */
class AgentModulesTest {

  private final AgentModules seen =
      new AgentModules(getClass().getClassLoader().getUnnamedModule());

  @Test
  void packagesThatAreExportedOrInNoModule() {
    assertThat(seen.obstacle("java/util")).isNull();
    assertThat(seen.obstacle("no/such/one")).isNull();
  }

  @Test
  void packagesThatAreNotExported() {
    assertThat(seen.obstacle("jdk/internal/loader"))
        .isEqualTo("since the module java.base does not export it");
  }

  @Test
  void aModulesOwnPackagesAndThoseThatItDoesNotRead() {
    var ofBase = new AgentModules(Logger.class.getModule());

    assertThat(ofBase.obstacle("jdk/internal/loader")).isNull();
    assertThat(ofBase.obstacle("javax/tools"))
        .isEqualTo("since the module java.base does not read java.compiler");
  }
}
