import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.spi.Scheduler;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.security.KeyStore;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

/** TLS against itself, the JDK's sockets, openssl and curl, and against what is no TLS at all. */
public class Tls {

  static final int SIZE = 2_000_000;

  static final char[] PASSWORD = "changeit".toCharArray();

  static KeyManager[] keyManagers(Path store) throws Exception {
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(KeyStore.getInstance(store.toFile(), PASSWORD), PASSWORD);
    return own.getKeyManagers();
  }

  static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(store), trust.getTrustManagers(), null);
    return context;
  }

  @Async
  static void echo(TcpChannel tcp, SSLContext context) throws IOException {
    try (TlsChannel peer = TlsChannel.server(tcp, context)) {
      ByteBuffer buffer = ByteBuffer.allocate(10_000);
      while (peer.read(buffer.clear()) >= 0) {
        peer.write(buffer.flip());
      }
      peer.shutdownOutput();
    }
  }

  static final Queue<Throwable> FAILURES = new ConcurrentLinkedQueue<>();

  @Async
  static void serve(TcpServer server, SSLContext context) throws IOException {
    while (true) {
      TcpChannel tcp = server.accept();
      Task<?> unused = Weft.start(() -> {
        try {
          echo(tcp, context);
        } catch (IOException failure) {
          FAILURES.add(failure);
        }
      });
    }
  }

  /** Answers one HTTP request, for curl. */
  @Async
  static void answer(TcpChannel tcp, SSLContext context) throws IOException {
    try (TlsChannel peer = TlsChannel.server(tcp, context)) {
      var input = new BufferedInput(peer);
      while (!input.readLine().isEmpty()) {}
      peer.write(Kit.text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
      peer.shutdownOutput();
    }
  }

  @Async
  static void send(Connection to, byte[] data) throws IOException {
    to.write(ByteBuffer.wrap(data));
    to.shutdownOutput();
  }

  @Async
  static void roundTrip(InetSocketAddress to, SSLContext context, String host) throws Exception {
    byte[] data = Kit.bytes(SIZE, 1);
    try (TlsChannel peer = TlsChannel.client(TcpChannel.connect(to), context, host, to.getPort())) {
      Task<?> sending = Weft.start(() -> send(peer, data));
      ByteBuffer back = ByteBuffer.allocate(SIZE);
      peer.readFully(back);
      Kit.check(Arrays.equals(back.array(), data), "other bytes came back");
      Kit.same(peer.read(ByteBuffer.allocate(1)), -1);
      await(sending);
      Kit.check(peer.session().getProtocol().startsWith("TLSv1."), peer.session());
    }
  }

  static void jdkClient(InetSocketAddress to, SSLContext context, String protocol) throws Exception {
    byte[] data = Kit.bytes(200_000, 2);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort())) {
      socket.setEnabledProtocols(new String[] {protocol});
      var writer = new Thread(() -> {
        try {
          socket.getOutputStream().write(data);
          socket.shutdownOutput();
        } catch (IOException e) {
          FAILURES.add(e);
        }
      });
      writer.start();
      byte[] back = socket.getInputStream().readNBytes(data.length);
      Kit.check(Arrays.equals(back, data), protocol);
      writer.join();
    }
  }

  static void jdkServer(EventLoop loop, SSLContext context) throws Exception {
    try (var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var echo = new Thread(() -> {
        try (Socket peer = server.accept()) {
          peer.getInputStream().transferTo(peer.getOutputStream());
        } catch (IOException e) {
          FAILURES.add(e);
        }
      });
      echo.start();
      Weft.run(loop, () -> roundTrip(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), context, "localhost"));
      echo.join();
    }
  }

  @Async
  static void garbage(InetSocketAddress to) throws Exception {
    try (TcpChannel peer = TcpChannel.connect(to)) {
      peer.write(ByteBuffer.wrap(Kit.bytes(50_000, 9)));
      ByteBuffer alert = ByteBuffer.allocate(100);
      while (peer.read(alert) > 0) {}
    } catch (SocketException reset) {
      return; // it may as well cut us off while we still send
    }
  }

  @Async
  static void cutOff(InetSocketAddress to, SSLContext context) throws Exception {
    TcpChannel tcp = TcpChannel.connect(to);
    TlsChannel peer = TlsChannel.client(tcp, context, "localhost", to.getPort());
    peer.handshake();
    tcp.shutdownOutput(); // without a word over TLS
    while (tcp.read(ByteBuffer.allocate(1000)) > 0) {}
    tcp.close();
  }

  static String command(InetSocketAddress to, String input, String... command) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin", command[0]))) {
      System.out.println("skipped: no " + command[0]);
      return null;
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new ByteArrayOutputStream();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes());
      in.flush();
      // s_client ends with its input, answered or not
      for (int c = 0; c >= 0 && !said.toString().contains(input); ) {
        c = process.getInputStream().read();
        if (c >= 0) said.write(c);
      }
    }
    process.getInputStream().transferTo(said);
    process.waitFor();
    return said.toString();
  }

  /** A program of openssl's that is talked to line by line. */
  static final class OpenSsl implements Closeable {
    private final Process process;
    private final StringBuilder said = new StringBuilder();

    OpenSsl(String... command) throws IOException {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static boolean isThere() {
      if (Files.isExecutable(Path.of("/usr/bin/openssl"))) return true;
      System.out.println("skipped: no openssl");
      return false;
    }

    void say(String line) throws IOException {
      process.getOutputStream().write(line.getBytes());
      process.getOutputStream().flush();
    }

    /** What it says from now on, up to the end of the line that holds this; null if it ends without. */
    String answer(String part) throws IOException {
      said.setLength(0);
      for (int c = 0; c >= 0; ) {
        c = process.getInputStream().read();
        said.append((char) c);
        if (c == '\n' && said.indexOf(part) >= 0) return said.toString();
      }
      return null;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** A KeyUpdate that asks for one, over 1.3; a renegotiation, over 1.2. */
  static void opensslAsksForMore(InetSocketAddress to) throws Exception {
    String port = "127.0.0.1:" + to.getPort();
    try (var client = new OpenSsl("openssl", "s_client", "-connect", port, "-tls1_3")) {
      client.say("first\n");
      Kit.check(client.answer("first") != null, "no echo");
      for (int i = 0; i < 3; i++) {
        client.say("K\n");
        Kit.check(client.answer("KEYUPDATE") != null, "s_client does not update keys");
        client.say("after " + i + "\n");
        Kit.check(client.answer("after " + i) != null, "no echo");
      }
    }
    try (var client = new OpenSsl("openssl", "s_client", "-connect", port, "-tls1_2")) {
      client.say("first\n");
      Kit.check(client.answer("first") != null, "no echo");
      FAILURES.clear();
      client.say("R\n");
      Throwable refused = nextFailure();
      Kit.check(refused.getMessage().contains("the peer wants to renegotiate, which is refused"), refused);
    }
    FAILURES.clear();
  }

  @Async
  static void reversed(InetSocketAddress to, SSLContext context) throws Exception {
    try (TlsChannel peer = TlsChannel.client(TcpChannel.connect(to), context, "localhost", to.getPort())) {
      var input = new BufferedInput(peer);
      for (String each : List.of("abc", "x".repeat(5000) + "y")) {
        peer.write(Kit.text(each + "\n"));
        Kit.same(input.readLine(), new StringBuilder(each).reverse().toString());
      }
      peer.shutdownOutput();
    }
  }

  static void opensslServer(EventLoop loop, Path store, SSLContext context) throws Exception {
    Path pem = Files.createTempFile("keys", ".pem");
    var export = new ProcessBuilder("openssl", "pkcs12", "-in", store.toString(), "-nodes", "-passin",
        "pass:" + new String(PASSWORD), "-out", pem.toString());
    Kit.same(export.redirectErrorStream(true).start().waitFor(), 0);
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (var server = new OpenSsl("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pem.toString(),
          "-key", pem.toString(), "-rev", version)) {
        String accepts = server.answer("ACCEPT 127.0.0.1:");
        Kit.check(accepts != null, "s_server does not start");
        int port = Integer.parseInt(accepts.substring(accepts.lastIndexOf(':') + 1).trim());
        var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Weft.run(loop, () -> reversed(to, context));
      }
    }
    Files.delete(pem);
  }

  static Throwable nextFailure() throws InterruptedException {
    while (FAILURES.isEmpty()) Thread.sleep(1);
    return FAILURES.remove();
  }

  public static void main(String[] args) throws Exception {
    int sockets = Kit.socketsAtFirst();
    SSLContext context = context(Path.of(args[0]));
    EventLoop loop = Schedulers.eventLoop();
    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    InetSocketAddress to = server.address();
    Task<?> serving = Weft.start(loop, () -> serve(server, context));
    Weft.run(loop, () -> roundTrip(to, context, "localhost"));
    Scheduler pool = Schedulers.workStealing(2);
    Weft.run(pool, () -> { Weft.switchTo(loop); roundTrip(to, context, "localhost"); });
    jdkClient(to, context, "TLSv1.3");
    jdkClient(to, context, "TLSv1.2");
    jdkServer(loop, context);
    Kit.same(List.copyOf(FAILURES), List.of());

    Throwable stranger = Kit.failure(() -> { Weft.run(loop, () -> roundTrip(to, context, "elsewhere.example")); return 0; });
    Kit.check(stranger instanceof SSLHandshakeException, stranger);
    Kit.check(stranger.getMessage().contains(to.toString()), stranger);
    Kit.check(nextFailure() instanceof SSLException, "the server took no notice");

    Weft.run(loop, () -> garbage(to));
    Throwable noTls = nextFailure();
    Kit.check(noTls instanceof SSLException && noTls.getMessage().startsWith("read from /127.0.0.1:"), noTls);
    Weft.run(loop, () -> cutOff(to, context));
    Throwable cut = nextFailure();
    Kit.check(cut instanceof SSLException && cut.getMessage().contains("without saying so over TLS"), cut);

    String port = String.valueOf(to.getPort());
    String said = command(to, "over openssl\n", "openssl", "s_client", "-connect", "127.0.0.1:" + port);
    Kit.check(said == null || said.contains("over openssl"), said);
    FAILURES.clear(); // s_client may end without a word
    if (OpenSsl.isThere()) {
      opensslAsksForMore(to);
      opensslServer(loop, Path.of(args[0]), context);
    }
    try (TcpServer web = TcpServer.listen(loop, Kit.anyPort())) {
      Task<?> answering = Weft.start(loop, () -> answer(web.accept(), context));
      String page = command(to, "", "curl", "-qsk", "--noproxy", "*", "https://127.0.0.1:" + web.address().getPort() + "/");
      Kit.check(page == null || page.equals("hello"), page);
      if (page != null) answering.get(); else answering.cancel(false);
    }
    serving.cancel(false);
    server.close();
    Kit.assertNothingLeft(loop, sockets);
    loop.close();
    System.out.println("all well");
  }
}
