package dev.weft.tests.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The servers and clients among the samples, each in a JVM of its own, with the JDK's sockets. */
@Timeout(600)
class NetSamplesTest {

  private static final Pattern PORT = Pattern.compile(":(\\d+)");

  private final List<Process> running = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process each : running) {
      each.destroyForcibly().waitFor();
    }
  }

  /** Starts a sample; what it says is read line by line. */
  private BufferedReader start(String name, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + System.getProperty("weft.agent.jar"));
    command.add("-Dstdout.encoding=UTF-8"); // whatever the locale
    command.add("-Dsun.stdout.encoding=UTF-8"); // the same for JDK 17
    command.add("-cp");
    command.add(new File(System.getProperty("weft.samples.jar")).getPath());
    command.add("dev.weft.samples.net." + name);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    running.add(process);
    return process.inputReader(UTF_8);
  }

  private static int port(String line) {
    Matcher matcher = PORT.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void echoes(int port) throws Exception {
    byte[] data = new byte[1_000_000];
    new Random(1).nextBytes(data);
    try (Socket socket = connect(port)) {
      var sender =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(data);
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      sender.start();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(data);
      sender.join();
    }
  }

  @Test
  void echoServerWithLiveFigures() throws Exception {
    BufferedReader says = start("EchoServer", "--live");
    int port = port(says.readLine());

    echoes(port);

    assertThat(says.readLine()).matches("\\d connections, .* requests/s, latency in µs: p50 .*");
  }

  @Test
  void portForwarding() throws Exception {
    int target = port(start("EchoServer").readLine());

    int port = port(start("PortForward", String.valueOf(target)).readLine());

    echoes(port);
  }

  @Test
  void portForwardingToNobody() throws Exception {
    try (var deaf = new Socket()) { // has a port, which so nobody else gets, but does not listen
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      BufferedReader says = start("PortForward", String.valueOf(deaf.getLocalPort()));
      int port = port(says.readLine());

      try (Socket socket = connect(port)) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(says.readLine()).startsWith("gave up: connect to 127.0.0.1").contains("refused");
    }
  }

  @Test
  void chat() throws Exception {
    int port = port(start("ChatServer").readLine());
    try (Socket ann = connect(port);
        Socket bob = connect(port)) {
      BufferedReader annReads = reader(ann);
      BufferedReader bobReads = reader(bob);
      say(ann, "Ann");
      assertThat(annReads.readLine()).isEqualTo("Ann has come");
      say(bob, "Bob");
      assertThat(annReads.readLine()).isEqualTo("Bob has come");
      assertThat(bobReads.readLine()).isEqualTo("Bob has come");
      say(bob, "hello");
      assertThat(annReads.readLine()).isEqualTo("Bob: hello");
      bob.shutdownOutput();
      assertThat(annReads.readLine()).isEqualTo("Bob has gone");
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
  }

  @Test
  @SuppressWarnings("StringConcatToTextBlock") // HTTP's lines end otherwise
  void httpKeepsAliveAndPipelines(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("page.txt"), "a page");
    int port = port(start("HttpServer", folder.toString()).readLine());

    String answers =
        ask(
            port,
            "GET /page.txt HTTP/1.1\r\n\r\nGET /none HTTP/1.1\r\n\r\n"
                + "GET /../../etc/passwd HTTP/1.1\r\n\r\n"
                + "GET /page.txt HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answers)
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na page"
                + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".repeat(2)
                + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\na page");
    assertThat(ask(port, "POST / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 501 ");
    assertThat(ask(port, "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"))
        .startsWith("HTTP/1.1 400 ");

    BufferedReader client =
        start(
            "HttpClient",
            String.valueOf(port),
            "/page.txt",
            "--connections=5",
            "--requests=40",
            "--pipeline=8");
    assertThat(client.readLine()).contains("requests/s");
    assertThat(client.readLine()).startsWith("200 answers, 0 of them not 200, 1,200 bytes");
  }

  private static String ask(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void crawler() throws Exception {
    List<String> said = start("Crawler", "--pages=300", "--at-once=7").lines().toList();

    assertThat(said.get(0)).startsWith("a site of 300 pages");
    assertThat(said).contains("300 pages seen, 0 missing, at most 7 at a time");
  }

  @Test
  void fanOutIsLimited() throws Exception {
    List<String> said = start("FanOut", "--requests=100", "--at-once=7").lines().toList();

    assertThat(said.get(0)).startsWith("100 requests, 7 at a time");
    assertThat(said)
        .contains(
            "all answered: 790 bytes",
            "100 answered, 0 failed or cancelled, 0 under way now, at most 7 at a time");
  }

  @Test
  void fanOutEndsWithTheFirstFailure() throws Exception {
    List<String> said =
        start("FanOut", "--requests=100", "--at-once=7", "--missing=50").lines().toList();

    assertThat(said).contains("failed: page 50 answered 404");
    String last = said.get(said.size() - 1);
    Matcher figures =
        Pattern.compile("(\\d+) answered, (\\d+) failed or cancelled, 0 under way now.*")
            .matcher(last);
    assertThat(figures.matches()).as(last).isTrue();
    int answered = Integer.parseInt(figures.group(1));
    assertThat(answered).isLessThan(100 - 7);
    assertThat(answered + Integer.parseInt(figures.group(2))).isEqualTo(100);
  }

  @Test
  void threeBackendsWithFallbacks() throws Exception {
    List<String> said =
        start("ThreeBackends", "--pages=4", "--deadline=10000", "--limit=600000").lines().toList();

    assertThat(said)
        .startsWith(
            "request-0: price 5, stock 5, reviews 7",
            "request-1: price 15, stock unknown, reviews 17",
            "request-2: price 25, stock 25, no reviews",
            "Task[request-3: failed: java.io.IOException: no price of product 3]");
    assertThat(said.get(4)).startsWith("0 connections");
  }

  @Test
  void threeBackendsWithALimitForThePage() throws Exception {
    List<String> said = start("ThreeBackends", "--deadline=60000", "--limit=50").lines().toList();

    assertThat(said).hasSize(6);
    assertThat(said.get(4)).startsWith("Task[request-4: failed: ").contains("TimeoutException");
    assertThat(said.get(5)).startsWith("0 connections");
  }

  @Test
  void withoutTheAgentTheySayWhatToDo() throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("weft.samples.jar"),
            "dev.weft.samples.net.Crawler");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    running.add(process);

    assertThat(process.inputReader(UTF_8).readLine()).contains("-javaagent:weft-agent.jar");
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
