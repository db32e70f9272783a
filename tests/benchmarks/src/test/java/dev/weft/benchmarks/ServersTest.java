package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.benchmarks.report.Peers;
import dev.weft.benchmarks.server.Protocol;
import dev.weft.benchmarks.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The servers that are compared answer alike, however the requests arrive. */
class ServersTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int TIMEOUT_MILLIS = 10_000;

  private static List<String> kinds() {
    var kinds = new ArrayList<>(List.of("weft", "handwritten", "netty"));
    if (Peers.hasVirtualThreads(Runtime.version().feature())) {
      kinds.add("virtualThreads");
    }
    return kinds;
  }

  private interface Check {
    void with(Socket peer) throws IOException;
  }

  private static Stream<DynamicTest> all(Protocol protocol, Check check) {
    return kinds().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind,
                    () -> {
                      try (Server server = Server.start(kind, protocol);
                          var peer = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                        peer.setSoTimeout(TIMEOUT_MILLIS);
                        peer.setTcpNoDelay(true);
                        check.with(peer);
                      }
                    }));
  }

  private static void send(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String receive(Socket peer, int length) throws IOException {
    return new String(peer.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  /** Reads an answer of HTTP; its body. */
  private static String page(Socket peer) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(receive(peer, 1));
    }
    assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("content-length: 13");
    return receive(peer, 13);
  }

  @TestFactory
  Stream<DynamicTest> whatIsSentComesBack() {
    return all(
        Protocol.ECHO,
        peer -> {
          send(peer, "one");
          assertThat(receive(peer, 3)).isEqualTo("one");
          send(peer, "two and three");
          assertThat(receive(peer, 13)).isEqualTo("two and three");
        });
  }

  @TestFactory
  Stream<DynamicTest> everyRequestGetsItsPage() {
    return all(
        Protocol.HTTP,
        peer -> {
          send(peer, REQUEST);
          assertThat(page(peer)).isEqualTo("Hello, world!");
          send(peer, REQUEST + REQUEST + REQUEST.substring(0, 7));
          assertThat(page(peer)).isEqualTo("Hello, world!");
          assertThat(page(peer)).isEqualTo("Hello, world!");
          send(peer, REQUEST.substring(7));
          assertThat(page(peer)).isEqualTo("Hello, world!");
        });
  }
}
