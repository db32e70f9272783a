package dev.weft.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What coroutines do with sockets, files, names and schedulers, on the packaged jars. */
@TestInstance(Lifecycle.PER_CLASS)
class IoProgramsTest {

  private IoPrograms programs;

  @BeforeAll
  void compile(@TempDir Path folder) throws Exception {
    programs = IoPrograms.compile(folder);
  }

  @Test
  void tcpOnOneLoop() throws Exception {
    programs.run("Tcp");
  }

  @Test
  void tcpAcceptedOnOneLoopAndServedOnOthers() throws Exception {
    programs.run("Tcp", "several");
  }

  @Test
  void tls(@TempDir Path keys) throws Exception {
    programs.run("Tls", keys(keys));
  }

  /** The long form: {@code -Dweft.tls.connections=1000000}. */
  @Test
  void veryManyTlsConnections(@TempDir Path keys) throws Exception {
    int connections = Integer.getInteger("weft.tls.connections", 1000);
    programs.run("-Drounds=" + connections, "TlsStress", keys(keys));
  }

  private static String keys(Path folder) throws Exception {
    Path store = folder.resolve("tls.p12");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String arguments =
        "-genkeypair -alias own -keyalg RSA -keysize 2048 -dname CN=localhost -ext"
            + " san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass changeit -keystore";
    var command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(arguments.split(" ")));
    command.add(store.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return store.toString();
  }

  @Test
  void faults() throws Exception {
    programs.run("Faults");
  }

  /** The long form: {@code -Dweft.stress.rounds=20000}. */
  @Test
  void cancelledAtEveryInstant() throws Exception {
    programs.run("-Drounds=" + Integer.getInteger("weft.stress.rounds", 200), "Instants");
  }

  @Test
  void addressesThatCannotBeUsed() throws Exception {
    programs.run("-Djava.net.preferIPv4Stack=true", "Addresses");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void descriptorsRunOut() throws Exception {
    var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
    command.addAll(programs.java("", "Exhaustion"));
    programs.runCommand(command);
  }

  /**
   * Only on demand, {@code -Dweft.starved.rounds=40}: where no memory is left the JDK itself may
   * fail in ways that no wake-up of ours can mend, about once in twenty runs.
   */
  @Test
  @EnabledIfSystemProperty(named = "weft.starved.rounds", matches = "\\d+")
  void memoryRunsOut() throws Exception {
    programs.run(
        "-Drounds=" + Integer.getInteger("weft.starved.rounds"),
        "-Xmx32m",
        "-XX:+UseSerialGC",
        "Starved");
  }

  /** The long form: {@code -Dweft.delays.churn=10000000}. */
  @Test
  void veryManyDelays() throws Exception {
    programs.run("-Xmx1g", "-Dchurn=" + Integer.getInteger("weft.delays.churn", 300_000), "Delays");
  }

  @Test
  void deadlines() throws Exception {
    programs.run("Deadlines");
  }

  @Test
  void onSchedulersOfAllSorts() throws Exception {
    programs.run("-Djava.awt.headless=true", "Moves");
  }
}
