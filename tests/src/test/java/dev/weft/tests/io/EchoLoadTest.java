package dev.weft.tests.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many echo connections on one thread, every byte checked, the client in another process.
 *
 * <p>The report, with all peers: {@code mvn verify -Dtest=EchoLoadTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dweft.load.connections=10000,18000
 * -Dweft.load.servers=weft,selector,netty,virtual -Dweft.load.seconds=10
 * -Dweft.load.report=docs/benchmarks/echo.md}.
 */
@Timeout(600)
class EchoLoadTest {

  private static final String HEAD =
      """
      | server | connections | echoes/s | p50 ms | p99 ms | p99.9 ms | heap MB | bytes per idle connection |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final String[] counts =
      System.getProperty("weft.load.connections", "1000").split(",", -1);
  private final String[] servers = System.getProperty("weft.load.servers", "weft").split(",", -1);
  private final String seconds = System.getProperty("weft.load.seconds", "2");

  @Test
  void everyByteComesBack(@TempDir Path folder) throws Exception {
    IoPrograms programs = IoPrograms.compile(folder);
    var rows = new ArrayList<String>();
    for (String connections : counts) {
      for (String server : servers) {
        if (!server.equals("virtual") || Runtime.version().feature() >= 21) {
          rows.add("| " + server + " " + row(programs, server, connections));
        }
      }
    }

    assertThat(rows).isNotEmpty();
    report(rows);
  }

  private String row(IoPrograms programs, String server, String connections) throws Exception {
    Process serving = start(programs.java("", "EchoLoad", server));
    try (BufferedReader says = serving.inputReader(UTF_8)) {
      List<String> portAndPid = List.of(says.readLine().split(" ", -1));
      Process client =
          start(
              programs.java(
                  "",
                  "EchoLoad",
                  "client",
                  portAndPid.get(0),
                  connections,
                  seconds,
                  portAndPid.get(1)));
      String said = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertThat(client.waitFor()).as(said).isZero();
      return said.strip();
    } finally {
      serving.destroyForcibly().waitFor();
    }
  }

  private static Process start(List<String> command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void report(List<String> rows) throws Exception {
    String table = HEAD + String.join("\n", rows) + "\n";
    String file = System.getProperty("weft.load.report");
    if (file == null) {
      System.out.println(table);
      return;
    }
    String text =
        """
        # Echo: very many connections on one thread

        64 bytes to and fro, as fast as each connection can, for %s s; every byte is checked. Server and
        client are two processes of one machine with %d processors, the client a Weft loop, too: so compare
        rows, not machines. `selector` is a loop written by hand for this. Heap is that of the server after
        a collection. JDK %s. Made by the command in `EchoLoadTest`.

        %s"""
            .formatted(
                System.getProperty("weft.load.seconds", "2"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                table);
    Files.writeString(Path.of("..").resolve(file), text);
  }
}
