import dev.weft.*;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Very many connections to an echo server in another process: how it is held, how fast it is.
 *
 * <p>{@code EchoLoad client PORT CONNECTIONS SECONDS PID} drives any echo server and prints one row
 * of figures; {@code EchoLoad weft|selector|netty|virtual} is one.
 */
public class EchoLoad {

  static final int MESSAGE = 64;

  // ---- servers ----

  @Async
  static void serve(TcpChannel peer) throws IOException {
    try (peer) {
      ByteBuffer buffer = ByteBuffer.allocate(256);
      while (peer.read(buffer.clear()) >= 0) {
        peer.write(buffer.flip());
      }
    }
  }

  @Async
  static void accept(TcpServer server) throws IOException {
    while (true) {
      TcpChannel peer = server.accept();
      Task<?> unused = Weft.start(() -> serve(peer));
    }
  }

  static void weft() throws Exception {
    EventLoop loop = Schedulers.eventLoop();
    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    ready(server.address().getPort());
    Weft.start(loop, () -> accept(server)).get();
  }

  static void ready(int port) {
    System.out.println(port + " " + ProcessHandle.current().pid());
  }

  /** By hand: what the others may be measured by. */
  static void selector() throws IOException {
    var selector = java.nio.channels.Selector.open();
    var server = java.nio.channels.ServerSocketChannel.open();
    server.bind(Kit.anyPort(), 4096).configureBlocking(false);
    server.register(selector, java.nio.channels.SelectionKey.OP_ACCEPT);
    ready(server.socket().getLocalPort());
    while (true) {
      selector.select(key -> {
        try {
          if (key.isAcceptable()) {
            var peer = server.accept();
            peer.configureBlocking(false);
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            peer.register(selector, java.nio.channels.SelectionKey.OP_READ, ByteBuffer.allocate(256));
            return;
          }
          var peer = (java.nio.channels.SocketChannel) key.channel();
          var buffer = (ByteBuffer) key.attachment();
          if (peer.read(buffer.clear()) < 0) {
            peer.close();
            return;
          }
          buffer.flip();
          while (buffer.hasRemaining()) peer.write(buffer); // good enough for 64 bytes
        } catch (IOException gone) {
          key.cancel();
        }
      });
    }
  }

  static void netty() throws Exception {
    var group = new io.netty.channel.MultiThreadIoEventLoopGroup(1, io.netty.channel.nio.NioIoHandler.newFactory());
    var channel = new io.netty.bootstrap.ServerBootstrap()
        .group(group)
        .channel(io.netty.channel.socket.nio.NioServerSocketChannel.class)
        .option(io.netty.channel.ChannelOption.SO_BACKLOG, 4096)
        .childOption(io.netty.channel.ChannelOption.TCP_NODELAY, true)
        .childHandler(new io.netty.channel.ChannelInboundHandlerAdapter() {
          @Override public boolean isSharable() { return true; }
          @Override public void channelRead(io.netty.channel.ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
          }
        })
        .bind(Kit.anyPort()).sync().channel();
    ready(((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }

  static void virtual() throws Exception {
    var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    try (var server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
      ready(server.getLocalPort());
      while (true) {
        Socket peer = server.accept();
        peer.setTcpNoDelay(true);
        start.invoke(null, (Runnable) () -> {
          try (peer) {
            var buffer = new byte[256];
            var in = peer.getInputStream();
            var out = peer.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) out.write(buffer, 0, n);
          } catch (IOException gone) {
            return;
          }
        });
      }
    }
  }

  // ---- client ----

  static boolean over;
  static long sent;
  static long bad;
  static long[] latencies = new long[4_000_000];
  static int measured;

  @Async
  static void ping(TcpChannel peer, int number) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(MESSAGE);
    ByteBuffer in = ByteBuffer.allocate(MESSAGE);
    for (long i = 0; !over; i++) {
      for (int j = 0; j < MESSAGE; j += 8) out.putLong(j, number * 1_000_003L + i * 31 + j);
      long start = System.nanoTime();
      peer.write(out.clear());
      peer.readFully(in.clear());
      long took = System.nanoTime() - start;
      if (!in.flip().equals(out.flip())) bad++;
      if (measured < latencies.length) latencies[measured++] = took;
      sent++;
    }
  }

  @Async
  static void connectSome(InetSocketAddress to, int connections, List<TcpChannel> all) throws IOException {
    for (int i = 0; i < connections; i++) all.add(TcpChannel.connect(to));
  }

  /** A hundred at a time, lest the server's backlog overflow. */
  @Async
  static List<TcpChannel> connect(InetSocketAddress to, int connections) {
    var all = new ArrayList<TcpChannel>();
    var tasks = new ArrayList<Task<?>>();
    for (int i = 0; i < 100; i++) {
      int share = connections / 100 + (i < connections % 100 ? 1 : 0);
      tasks.add(Weft.start(() -> connectSome(to, share, all)));
    }
    for (Task<?> each : tasks) Weft.await(each);
    return all;
  }

  @Async
  static void drive(List<TcpChannel> peers, int seconds) {
    var tasks = new ArrayList<Task<?>>();
    for (int i = 0; i < peers.size(); i++) {
      TcpChannel peer = peers.get(i);
      int number = i;
      tasks.add(Weft.start(() -> ping(peer, number)));
    }
    Weft.delay(Duration.ofSeconds(seconds));
    over = true;
    for (Task<?> each : tasks) Weft.await(each);
  }

  /** Live heap of the server after a collection, in bytes. */
  static long heap(long pid) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    run(jcmd, String.valueOf(pid), "GC.run");
    long used = 0;
    for (String line : run(jcmd, String.valueOf(pid), "GC.heap_info").split("\n")) {
      var matcher = java.util.regex.Pattern.compile("heap +total.*used (\\d+)K").matcher(line);
      if (matcher.find()) used = Long.parseLong(matcher.group(1)) * 1024;
    }
    return used;
  }

  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return out;
  }

  static void client(int port, int connections, int seconds, long pid) throws Exception {
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (EventLoop loop = Schedulers.eventLoop()) {
      long before = heap(pid);
      List<TcpChannel> peers = Weft.run(loop, () -> connect(to, connections));
      Thread.sleep(500);
      long idle = (heap(pid) - before) / connections;
      long start = System.nanoTime();
      Weft.run(loop, () -> drive(peers, seconds));
      double took = (System.nanoTime() - start) / 1e9;
      long heap = heap(pid);
      Arrays.sort(latencies, 0, measured);
      Kit.same(bad, 0L);
      System.out.printf(Locale.ROOT, "| %,d | %,.0f | %.1f | %.1f | %.1f | %.1f | %,d |%n",
          connections, sent / took, at(0.5), at(0.99), at(0.999), heap / 1e6, idle);
    }
  }

  static double at(double quantile) {
    return latencies[(int) (measured * quantile)] / 1e6;
  }

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "weft" -> weft();
      case "selector" -> selector();
      case "netty" -> netty();
      case "virtual" -> virtual();
      default -> client(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), Long.parseLong(args[4]));
    }
  }
}
