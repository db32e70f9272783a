import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.*;

/**
 * Very many TLS connections on one loop, whose reader and writer start at all sorts of times during
 * the handshake, and are cancelled at all sorts of times: none may hang, no byte may be lost.
 */
public class TlsStress {

  static final int AT_ONCE = 50;

  static final SplittableRandom RANDOM = new SplittableRandom(Long.getLong("seed", 1));

  /** One connection: what each side has sent in the end. */
  static final class Round {
    final boolean halfCloses;
    final Side client = new Side();
    final Side server = new Side();

    Round(boolean halfCloses) {
      this.halfCloses = halfCloses;
    }
  }

  static final class Side {
    final int size = RANDOM.nextInt(3) == 0 ? RANDOM.nextInt(300_000) : RANDOM.nextInt(3000);
    int sent = -1;
  }

  static final Map<Integer, Round> ROUNDS = new HashMap<>(); // by the client's port
  static int shaken;
  static int cancelled;

  /** From none to several milliseconds. */
  @Async
  static void pause() {
    int kind = RANDOM.nextInt(4);
    if (kind == 0) {
      Weft.delay(java.time.Duration.ofNanos(RANDOM.nextInt(4_000_000)));
    } else if (kind == 1) {
      for (int i = RANDOM.nextInt(200); i > 0; i--) Weft.yieldNow();
    }
  }

  /** Sends what the side has to, or, if that is cancelled, what was sent by then. */
  @Async
  static void send(TlsChannel to, Side own, boolean ends) throws Exception {
    ByteBuffer data = ByteBuffer.allocate(own.size);
    boolean givesUp = ends && RANDOM.nextInt(3) == 0;
    Task<?> writing = Weft.start(() -> to.write(data));
    if (givesUp) {
      pause();
      writing.cancel(true);
    }
    try {
      await(writing);
    } catch (CancellationException given) {
      cancelled++;
    }
    own.sent = data.position();
    if (ends) {
      to.shutdownOutput();
    }
  }

  @Async
  static int receive(TlsChannel from, Side peer, boolean ends) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(1 + RANDOM.nextInt(40_000));
    int count = 0;
    while (ends || count < peer.size) {
      int some = from.read(buffer.clear());
      if (some < 0) break;
      count += some;
    }
    return count;
  }

  /** A handshake that is given up, perhaps, and must leave the connection as it was. */
  @Async
  static void shakeALittle(TlsChannel channel) throws Exception {
    Task<?> shaking = Weft.start(() -> channel.handshake());
    pause();
    shaking.cancel(true);
    try {
      await(shaking);
    } catch (CancellationException given) {
      cancelled++;
    }
  }

  @Async
  static void side(TlsChannel channel, Side own, Side peer, boolean halfCloses) throws Exception {
    try (channel) {
      channel.timeout(Kit.AMPLE);
      if (RANDOM.nextInt(4) == 0) shakeALittle(channel);
      boolean readsFirst = RANDOM.nextBoolean();
      Task<Integer> reading = readsFirst ? Weft.start(() -> receive(channel, peer, halfCloses)) : null;
      if (readsFirst) pause();
      Task<?> sending = Weft.start(() -> send(channel, own, halfCloses));
      if (!readsFirst) pause();
      if (!readsFirst) reading = Weft.start(() -> receive(channel, peer, halfCloses));
      await(sending);
      int count = await(reading);
      if (!halfCloses) {
        channel.shutdownOutput();
      }
      Kit.same(channel.read(ByteBuffer.allocate(1)), -1);
      Kit.check(count == peer.sent, count + " of " + peer.size + " came, " + peer.sent + " sent, half-closes: " + halfCloses);
    }
  }

  @Async
  static void serve(TcpChannel tcp, SSLContext context) throws Exception {
    int port = ((InetSocketAddress) tcp.peer()).getPort();
    Round round = ROUNDS.remove(port); // the next client may get the same port before this one has ended
    while (round == null) {
      Weft.yieldNow();
      round = ROUNDS.remove(port);
    }
    side(TlsChannel.server(tcp, context), round.server, round.client, round.halfCloses);
  }

  static final List<Throwable> FAILURES = new ArrayList<>();

  @Async
  static void accept(TcpServer server, SSLContext context) throws Exception {
    while (true) {
      TcpChannel tcp = server.accept();
      Task<?> unused = Weft.start(() -> {
        try {
          serve(tcp, context);
        } catch (Throwable failure) {
          FAILURES.add(failure);
        }
      });
    }
  }

  @Async
  static void client(InetSocketAddress to, SSLContext context) throws Exception {
    var round = new Round(RANDOM.nextInt(4) != 0);
    // another peer's name, so to speak: no session to be resumed
    int port = RANDOM.nextBoolean() ? to.getPort() : 1 + RANDOM.nextInt(65_000);
    SSLEngine engine = context.createSSLEngine("localhost", port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {round.halfCloses ? "TLSv1.3" : "TLSv1.2"});
    TcpChannel tcp = TcpChannel.connect(to);
    int own = ((InetSocketAddress) tcp.local()).getPort();
    ROUNDS.put(own, round);
    try {
      side(TlsChannel.over(tcp, engine), round.client, round.server, round.halfCloses);
    } finally {
      ROUNDS.remove(own, round);
    }
    shaken++;
  }

  @Async
  static void clients(InetSocketAddress to, SSLContext context, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      client(to, context);
    }
  }

  @Async
  static void rounds(InetSocketAddress to, SSLContext context, int count) throws Exception {
    var all = new ArrayList<Task<?>>();
    for (int i = 0; i < AT_ONCE; i++) {
      all.add(Weft.start(() -> clients(to, context, count / AT_ONCE)));
    }
    for (Task<?> each : all) await(each);
  }

  // ---- the JDK's clients ----

  @Async
  static void greet(TlsChannel to) throws Exception {
    to.write(Kit.text("hello\n"));
  }

  /** Reader and writer begin milliseconds apart, while hands are shaken. */
  @Async
  static void greetAndEcho(TcpChannel tcp, SSLContext context) throws Exception {
    try (TlsChannel peer = TlsChannel.server(tcp, context)) {
      peer.timeout(Kit.AMPLE);
      boolean writesFirst = RANDOM.nextBoolean();
      Task<?> greeting = null;
      if (writesFirst) {
        greeting = Weft.start(() -> greet(peer));
        Weft.delay(java.time.Duration.ofNanos(RANDOM.nextInt(8_000_000)));
      }
      var input = new BufferedInput(peer);
      Task<String> line = Weft.start(() -> input.readLine());
      if (!writesFirst) {
        Weft.delay(java.time.Duration.ofNanos(RANDOM.nextInt(8_000_000)));
        greeting = Weft.start(() -> greet(peer));
      }
      await(greeting);
      peer.write(Kit.text(await(line) + "\n"));
      peer.shutdownOutput();
    }
  }

  @Async
  static void acceptClients(TcpServer server, SSLContext context) throws Exception {
    while (true) {
      TcpChannel tcp = server.accept();
      Task<?> unused = Weft.start(() -> {
        try {
          greetAndEcho(tcp, context);
        } catch (Throwable failure) {
          FAILURES.add(failure);
        }
      });
    }
  }

  static void jdkClients(InetSocketAddress to, SSLContext context, int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    var all = new ArrayList<Future<?>>();
    for (int i = 0; i < count; i++) {
      String protocol = i % 2 == 0 ? "TLSv1.3" : "TLSv1.2";
      all.add(threads.submit(() -> {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort())) {
          socket.setEnabledProtocols(new String[] {protocol});
          socket.setSoTimeout((int) Kit.AMPLE.toMillis());
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
          socket.getOutputStream().write("to and fro\n".getBytes());
          Kit.same(in.readLine(), "hello");
          Kit.same(in.readLine(), "to and fro");
          Kit.same(in.readLine(), null);
          return 0;
        }
      }));
    }
    for (Future<?> each : all) each.get();
    threads.shutdown();
  }

  // ---- a storm ----

  static volatile long turns;

  @Async
  static void tick() {
    while (true) {
      turns++;
      Weft.delay(java.time.Duration.ofNanos(100_000));
    }
  }

  /** Keys whose choice, which is part of the computation, waits for a turn of the loop. */
  static SSLContext patient(SSLContext like, KeyManager[] keys, EventLoop loop, Set<String> held) throws Exception {
    var own = (X509ExtendedKeyManager) keys[0];
    var waits = new X509ExtendedKeyManager() {
      @Override public String chooseEngineServerAlias(String type, java.security.Principal[] issuers, SSLEngine engine) {
        if (loop.isInside()) {
          held.add(Thread.currentThread().getName());
        } else {
          for (long before = turns; turns == before; ) Thread.onSpinWait();
        }
        return own.chooseEngineServerAlias(type, issuers, engine);
      }
      @Override public String[] getClientAliases(String type, java.security.Principal[] issuers) { return own.getClientAliases(type, issuers); }
      @Override public String chooseClientAlias(String[] type, java.security.Principal[] issuers, Socket socket) { return null; }
      @Override public String[] getServerAliases(String type, java.security.Principal[] issuers) { return own.getServerAliases(type, issuers); }
      @Override public String chooseServerAlias(String type, java.security.Principal[] issuers, Socket socket) { return own.chooseServerAlias(type, issuers, socket); }
      @Override public java.security.cert.X509Certificate[] getCertificateChain(String alias) { return own.getCertificateChain(alias); }
      @Override public java.security.PrivateKey getPrivateKey(String alias) { return own.getPrivateKey(alias); }
    };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {waits}, null, null);
    return context;
  }

  /** All say hello at once, and no more than that. */
  static void storm(EventLoop loop, Path store, SSLContext context, int count) throws Exception {
    Set<String> held = ConcurrentHashMap.newKeySet();
    SSLContext patient = patient(context, Tls.keyManagers(store), loop, held);
    Task<?> ticking = Weft.start(loop, () -> tick());
    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    Task<?> accepting = Weft.start(loop, () -> accept(server, patient));
    SSLEngine engine = context.createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    ByteBuffer hello = ByteBuffer.allocate(40_000);
    engine.wrap(ByteBuffer.allocate(0), hello);
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      var socket = new Socket(server.address().getAddress(), server.address().getPort());
      int port = socket.getLocalPort();
      loop.schedule(() -> ROUNDS.put(port, new Round(true)));
      socket.getOutputStream().write(hello.array(), 0, hello.position());
      sockets.add(socket);
    }
    for (Socket each : sockets) Kit.same(each.getInputStream().read(), 22); // a ServerHello
    Kit.same(held, Set.of());
    for (Socket each : sockets) each.close();
    accepting.cancel(true);
    ticking.cancel(true);
    server.close();
  }

  public static void main(String[] args) throws Exception {
    int sockets = Kit.socketsAtFirst();
    int rounds = Integer.getInteger("rounds", 1000);
    SSLContext context = Tls.context(Path.of(args[0]));
    EventLoop loop = Schedulers.eventLoop();

    storm(loop, Path.of(args[0]), context, Integer.getInteger("storm", 300));
    Kit.assertNothingLeft(loop, sockets);
    ROUNDS.clear();
    FAILURES.clear(); // those who went during the handshake

    TcpServer greeter = TcpServer.listen(loop, Kit.anyPort());
    Task<?> greeting = Weft.start(loop, () -> acceptClients(greeter, context));
    jdkClients(greeter.address(), context, Math.min(rounds, 1000));
    greeting.cancel(true);
    greeter.close();
    Kit.same(List.copyOf(FAILURES), List.of());

    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    InetSocketAddress to = server.address();
    Task<?> accepting = Weft.start(loop, () -> accept(server, context));
    long start = System.nanoTime();
    try {
      Weft.run(loop, () -> rounds(to, context, rounds));
    } catch (Throwable ofClient) {
      FAILURES.forEach(ofClient::addSuppressed); // a server may have failed first
      throw ofClient;
    }
    accepting.cancel(true);
    server.close();
    Kit.assertNothingLeft(loop, sockets);
    Kit.same(List.copyOf(FAILURES), List.of());
    Kit.check(cancelled > rounds / 20, cancelled + " given up of " + rounds);
    loop.close();
    System.out.println(shaken + " connections, " + cancelled + " operations given up, "
        + (System.nanoTime() - start) / 1_000_000_000 + " s");
    System.out.println("all well");
  }
}
