import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.spi.Scheduler;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** TCP, UDP, files, names and buffered input, as coroutines use them. */
public class Tcp {

  @Async
  static void echo(Connection peer) throws IOException {
    try (peer) {
      ByteBuffer buffer = ByteBuffer.allocate(1024);
      while (peer.read(buffer.clear()) >= 0) {
        peer.write(buffer.flip());
      }
    }
  }

  @Async
  static void serve(TcpServer server, EventLoops loops) throws IOException {
    while (true) {
      EventLoop loop = loops == null ? EventLoop.current() : loops.next();
      TcpChannel peer = server.accept(loop);
      Task<?> unused = Weft.start(loop, () -> echo(peer));
    }
  }

  @Async
  static void send(TcpChannel to, byte[] data) throws IOException {
    to.write(ByteBuffer.wrap(data));
    to.shutdownOutput();
  }

  /** One coroutine writes while another reads; every byte comes back; then the end. */
  @Async
  static void roundTrip(InetSocketAddress to, int size) throws Exception {
    byte[] data = Kit.bytes(size, size);
    try (TcpChannel peer = TcpChannel.connect(to)) {
      Task<?> sending = Weft.start(() -> send(peer, data));
      ByteBuffer back = ByteBuffer.allocate(size);
      peer.readFully(back);
      Kit.check(Arrays.equals(back.array(), data), "other bytes came back");
      Kit.same(peer.read(ByteBuffer.allocate(1)), -1);
      Kit.same(peer.read(ByteBuffer.allocate(0)), 0);
      await(sending);
    }
  }

  @Async
  static void gathers(InetSocketAddress to) throws Exception {
    try (TcpChannel peer = TcpChannel.connect(to)) {
      peer.write(Kit.text("one "), Kit.text(""), Kit.text("two "), Kit.text("three"));
      ByteBuffer back = ByteBuffer.allocate(13);
      peer.readFully(back);
      Kit.same(Kit.text(back.flip()), "one two three");
      peer.option(StandardSocketOptions.SO_KEEPALIVE, true);
      Kit.same(peer.option(StandardSocketOptions.SO_KEEPALIVE), true);
      Kit.same(peer.option(StandardSocketOptions.TCP_NODELAY), true);
      Kit.same(peer.peer(), to);
    }
  }

  @Async
  static void readsForEver(TcpChannel peer) throws IOException {
    peer.read(ByteBuffer.allocate(1)); // MARK
  }

  @Async
  static void failures(InetSocketAddress to) throws Exception {
    try (Socket deaf = new Socket()) { // has a port, which so nobody else gets, but does not listen
      deaf.bind(Kit.anyPort());
      SocketAddress nobody = deaf.getLocalSocketAddress();
      try {
        TcpChannel.connect((InetSocketAddress) nobody);
        throw new AssertionError("connected to nobody");
      } catch (ConnectException refused) {
        Kit.check(refused.getMessage().contains("connect to " + nobody), refused);
        Kit.check(traceHas(refused, "failures"), "no line of the caller in the trace");
      }
    }
    try {
      TcpServer.listen(to);
      throw new AssertionError("two servers on one port");
    } catch (BindException taken) {
      Kit.check(taken.getMessage().startsWith("listen on " + to), taken);
    }
    try (TcpChannel peer = TcpChannel.connect(to)) {
      peer.timeout(Duration.ofMillis(20));
      try {
        readsForEver(peer);
        throw new AssertionError("read something");
      } catch (SocketTimeoutException late) {
        Kit.same(late.getMessage(), "read from " + to + ": not done within PT0.02S");
        Kit.check(traceHas(late, "readsForEver"), "no line of the reader in the trace");
      }
      peer.timeout(null);
      peer.write(Kit.text("x"));
      Kit.same(peer.read(ByteBuffer.allocate(5)), 1);
      Task<?> reader = Weft.start(() -> readsForEver(peer));
      try {
        readsForEver(peer);
        throw new AssertionError("two readers");
      } catch (IllegalStateException two) {
        Kit.check(two.getMessage().startsWith("another coroutine reads already"), two);
      }
      reader.cancel(false);
      try {
        await(reader);
      } catch (CancellationException cancelled) {
        peer.write(Kit.text("y"));
        Kit.same(peer.read(ByteBuffer.allocate(5)), 1); // the channel is still good
      }
      Task<?> again = Weft.start(() -> readsForEver(peer));
      peer.close();
      try {
        await(again);
        throw new AssertionError("read from a closed channel");
      } catch (Exception closed) {
        Kit.check(closed instanceof ClosedChannelException, closed);
        Kit.same(closed.getMessage(), "read from " + to + ": the channel is closed");
      }
    }
    try (TcpServer server = TcpServer.listen(Kit.anyPort())) {
      server.timeout(Duration.ofMillis(5));
      try {
        server.accept();
        throw new AssertionError("accepted");
      } catch (SocketTimeoutException late) {
        Kit.check(late.getMessage().startsWith("accept on "), late);
      }
    }
  }

  static boolean traceHas(Throwable failure, String method) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(e -> e.getMethodName().equals(method) && "Tcp.java".equals(e.getFileName()));
  }

  @Async
  static void names(int port) throws IOException {
    Kit.check(!HostNames.resolve("localhost").isEmpty(), "no address");
    try (TcpChannel peer =
        TcpChannel.connect(EventLoop.current(), InetSocketAddress.createUnresolved("localhost", port), Kit.AMPLE)) {
      peer.write(Kit.text("?"));
      Kit.same(peer.read(ByteBuffer.allocate(2)), 1);
    }
    try {
      TcpChannel.connect(InetSocketAddress.createUnresolved("no.such.host.invalid", port));
      throw new AssertionError("resolved");
    } catch (UnknownHostException unknown) {
      Kit.check(unknown.getMessage().startsWith("connect to no.such.host.invalid"), unknown);
    }
  }

  @Async
  static void udp() throws IOException {
    try (UdpChannel a = UdpChannel.bind(Kit.anyPort());
        UdpChannel b = UdpChannel.bind(Kit.anyPort())) {
      Task<?> sender = Weft.start(() -> {
        Weft.yieldNow();
        a.send(Kit.text("datagram"), b.address());
      });
      ByteBuffer buffer = ByteBuffer.allocate(100);
      Kit.same(b.receive(buffer), a.address());
      Kit.same(Kit.text(buffer.flip()), "datagram");
      b.timeout(Duration.ofMillis(5));
      try {
        b.receive(buffer.clear());
        throw new AssertionError("received");
      } catch (SocketTimeoutException late) {
        Kit.check(late.getMessage().startsWith("receive on "), late);
      }
      await(sender);
    }
  }

  @Async
  static void files(InetSocketAddress to, Path folder) throws Exception {
    byte[] data = Kit.bytes(700_000, 5);
    Path source = folder.resolve("source");
    try (AsyncFile file = AsyncFile.open(source, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      file.write(ByteBuffer.wrap(data), 0);
      ByteBuffer back = ByteBuffer.allocate(data.length);
      for (int count = 0; back.hasRemaining(); ) {
        count = file.read(back, back.position());
        Kit.check(count > 0, count);
      }
      Kit.check(Arrays.equals(data, back.array()), "the file has other bytes");
      Kit.same(file.read(ByteBuffer.allocate(1), data.length), -1);
      Path copy = folder.resolve("copy");
      try (TcpChannel peer = TcpChannel.connect(to);
          FileChannel target = FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        Task<Long> sent = Weft.start(() -> {
          long count = peer.transferFrom(file.channel(), 100, Long.MAX_VALUE);
          peer.shutdownOutput();
          return count;
        });
        Kit.same(peer.transferTo(target, 0, Long.MAX_VALUE), data.length - 100L);
        Kit.same(await(sent), data.length - 100L);
      }
      Kit.check(Arrays.equals(Arrays.copyOfRange(data, 100, data.length), Files.readAllBytes(copy)), "copied wrongly");
    }
    try {
      AsyncFile.open(folder.resolve("none"));
      throw new AssertionError("opened");
    } catch (NoSuchFileException missing) {
      Kit.check(missing.getMessage().contains("none"), missing);
    }
  }

  @Async
  static void buffered(InetSocketAddress to) throws Exception {
    try (TcpChannel peer = TcpChannel.connect(to)) {
      var input = new BufferedInput(peer, 16, java.nio.charset.StandardCharsets.UTF_8);
      peer.write(Kit.text("first\r\nsecond\n\nrest"));
      Kit.same(input.readLine(), "first");
      Kit.same(input.readLine(), "second");
      Kit.same(input.readLine(), "");
      ByteBuffer rest = ByteBuffer.allocate(4);
      input.readFully(rest);
      Kit.same(Kit.text(rest.flip()), "rest");
      byte[] large = Kit.bytes(300_000, 7);
      Task<?> sender = Weft.start(() -> {
        peer.write(BufferedInput.message(ByteBuffer.wrap(large)));
        peer.write(BufferedInput.message(ByteBuffer.allocate(0)));
        peer.write(Kit.text("a line that is too long"));
      });
      Kit.same(input.readMessage(300_000), ByteBuffer.wrap(large));
      Kit.same(input.readMessage(0), ByteBuffer.allocate(0));
      try {
        input.readLine();
        throw new AssertionError("a line without end");
      } catch (IOException tooLong) {
        Kit.check(tooLong.getMessage().endsWith("a line is longer than 16 bytes"), tooLong);
      }
      await(sender);
    }
  }

  /** Steps, I/O and timers go on although some coroutine is always ready, or always reads. */
  @Async
  static void fairness(InetSocketAddress to) throws Exception {
    Task<?> yields = Weft.start(() -> { while (true) Weft.yieldNow(); });
    try (TcpChannel peer = TcpChannel.connect(to)) {
      for (int i = 0; i < 100; i++) {
        peer.write(Kit.text("ping"));
        peer.readFully(ByteBuffer.allocate(4));
        Weft.delay(Duration.ofNanos(1));
      }
    }
    yields.cancel(false);
  }

  public static void main(String[] args) throws Exception {
    int sockets = Kit.socketsAtFirst();
    EventLoop loop = Schedulers.eventLoopBuilder().name("io").build();
    EventLoops others = Schedulers.eventLoops(2);
    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    InetSocketAddress at = server.address();
    Task<?> serving = Weft.start(loop, () -> serve(server, args.length > 0 ? others : null));
    for (int size : new int[] {1, 1000, 100_000, 3_000_000}) {
      Weft.run(loop, () -> roundTrip(at, size));
    }
    var many = new ArrayList<Task<?>>();
    for (int i = 0; i < 200; i++) {
      many.add(Weft.start(loop, () -> roundTrip(at, 20_000)));
    }
    for (Task<?> each : many) each.get();
    Weft.run(loop, () -> gathers(at));
    Weft.run(loop, () -> failures(at));
    Weft.run(loop, () -> names(at.getPort()));
    Weft.run(loop, () -> udp());
    Weft.run(loop, () -> files(at, Files.createTempDirectory(Path.of("."), "files")));
    Weft.run(loop, () -> buffered(at));
    Weft.run(loop, () -> fairness(at));
    // other schedulers may use a loop's channels, and so may ordinary code
    Scheduler pool = Schedulers.workStealing(2);
    Weft.run(pool, () -> {
      try (TcpChannel peer = TcpChannel.connect(loop, at, null)) {
        for (int i = 0; i < 200; i++) {
          peer.write(Kit.text("pong"));
          peer.readFully(ByteBuffer.allocate(4));
        }
      }
    });
    try (TcpChannel peer = TcpChannel.connect(loop, at, Kit.AMPLE)) {
      peer.write(Kit.text("plain"));
      ByteBuffer back = ByteBuffer.allocate(5);
      peer.readFully(back);
      Kit.same(Kit.text(back.flip()), "plain");
      Throwable refused = Kit.failureOf(Weft.start(loop, () -> {
        Callable<Integer> plain = () -> peer.read(ByteBuffer.allocate(1));
        return plain.call();
      }));
      Kit.check(refused.getMessage().contains("would block the event loop io"), refused);
      Kit.check(traceHas(refused, "lambda$main$") || refused.getStackTrace().length > 0, refused);
    }
    serving.cancel(false);
    Kit.check(Kit.failureOf(serving) instanceof CancellationException, "not cancelled");
    server.close();
    Kit.assertNothingLeft(loop, sockets);
    Task<?> waits;
    try (TcpServer last = TcpServer.listen(loop, Kit.anyPort())) {
      waits = Weft.start(loop, () -> last.accept());
      Task<?> elsewhere = Weft.start(pool, () -> {
        try (UdpChannel port = UdpChannel.bind(loop, Kit.anyPort())) {
          port.receive(ByteBuffer.allocate(1));
        }
      });
      while (Kit.left(loop).startsWith("timers 0, keys 2") == false) Thread.sleep(1);
      loop.close();
      Kit.check(waits.isCancelled(), "not cancelled by the close");
      Kit.check(Kit.failureOf(elsewhere) instanceof ClosedChannelException, Kit.failureOf(elsewhere));
      Kit.check(!last.isOpen(), "the loop left a channel open");
    }
    others.close();
    Kit.check(Kit.sockets() <= sockets, "sockets left");
    System.out.println("all well");
  }
}
