import static dev.weft.Weft.await;

import dev.weft.*;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** Peers that misbehave. After each, no descriptor, key, timer or coroutine is left. */
public class Faults {

  static EventLoop loop;

  interface Body {
    @Async
    void run(TcpServer server) throws Exception;
  }

  static void scene(String name, Body body) throws Exception {
    int sockets = Kit.sockets();
    Weft.run(loop, () -> {
      try (TcpServer server = TcpServer.listen(Kit.anyPort())) {
        body.run(server);
      }
    });
    Kit.assertNothingLeft(loop, sockets);
    System.out.println(name);
  }

  /** A peer made of the JDK's blocking socket, which runs {@code acts} on a thread of its own. */
  interface Acts {
    void run(Socket socket) throws Exception;
  }

  static Task<Void> peer(TcpServer server, Acts acts) {
    Task.Completer<Void> done = Task.completer();
    new Thread(() -> {
      try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
        acts.run(socket);
        done.complete(null);
      } catch (Exception e) {
        done.fail(e);
      }
    }).start();
    return done.task();
  }

  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0); // closing now sends a reset
  }

  @Async
  static void vanishes(TcpServer server) throws Exception {
    Task<Void> peer = peer(server, socket -> { socket.getOutputStream().write(1); reset(socket); });
    try (TcpChannel channel = server.accept()) {
      await(peer);
      ByteBuffer buffer = ByteBuffer.allocate(10);
      try {
        while (channel.read(buffer) >= 0) {}
        throw new AssertionError("an orderly end");
      } catch (SocketException gone) {
        Kit.check(gone.getMessage().startsWith("read from " + channel.peer() + ": "), gone);
      }
    }
  }

  @Async
  static void halfOpen(TcpServer server) throws Exception {
    var go = new CountDownLatch(1);
    Task<Void> peer = peer(server, socket -> { socket.shutdownOutput(); go.await(); socket.getInputStream().readNBytes(3); });
    try (TcpChannel channel = server.accept()) {
      Kit.same(channel.read(ByteBuffer.allocate(1)), -1);
      channel.timeout(Duration.ofMillis(20));
      Kit.same(channel.read(ByteBuffer.allocate(1)), -1); // and stays so
      go.countDown();
      channel.write(Kit.text("yes"));
      await(peer);
    }
    Task<Void> silent = peer(server, socket -> { socket.getInputStream().read(); });
    try (TcpChannel channel = server.accept()) {
      channel.timeout(Duration.ofMillis(20));
      try {
        channel.read(ByteBuffer.allocate(1));
        throw new AssertionError("read from a silent peer");
      } catch (SocketTimeoutException late) {
        channel.shutdownOutput();
      }
    }
    await(silent);
  }

  @Async
  static void resetMidWrite(TcpServer server) throws Exception {
    Task<Void> peer = peer(server, socket -> { socket.getInputStream().readNBytes(1000); reset(socket); });
    try (TcpChannel channel = server.accept()) {
      ByteBuffer data = ByteBuffer.allocate(50_000_000);
      try {
        channel.write(data);
        throw new AssertionError("wrote it all");
      } catch (IOException gone) {
        Kit.check(gone instanceof SocketException, gone);
        Kit.check(gone.getMessage().startsWith("write to " + channel.peer() + ": "), gone);
        Kit.check(data.hasRemaining() && data.position() > 0, data);
      }
    }
    await(peer);
  }

  @Async
  static void byteByByte(TcpServer server) throws Exception {
    Task<Void> peer = peer(server, socket -> {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < 200; i++) { // a second, scaled down
        socket.getOutputStream().write(i);
        Thread.sleep(1);
      }
    });
    try (TcpChannel channel = server.accept()) {
      ByteBuffer all = ByteBuffer.allocate(200);
      channel.readFully(all);
      for (int i = 0; i < 200; i++) Kit.same(all.get(i), (byte) i);
      Kit.same(channel.read(ByteBuffer.allocate(1)), -1);
      await(peer);
    }
    Task<Void> short_ = peer(server, socket -> socket.getOutputStream().write(new byte[7]));
    try (TcpChannel channel = server.accept()) {
      try {
        channel.readFully(ByteBuffer.allocate(10));
        throw new AssertionError("10 of 7 bytes");
      } catch (EOFException end) {
        Kit.check(end.getMessage().endsWith("the peer has ended, and 3 bytes lack"), end);
      }
      await(short_);
    }
  }

  /** A writer is held up by a reader that stops, keeps no more than its buffer, and can be stopped. */
  @Async
  static void readerStops(TcpServer server) throws Exception {
    var go = new CountDownLatch(1);
    Task<Void> peer = peer(server, socket -> go.await());
    try (TcpChannel channel = server.accept()) {
      long[] written = {0};
      Task<Void> writer = Weft.start(() -> {
        ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
        while (true) {
          channel.write(piece.clear());
          written[0] += piece.capacity();
        }
      });
      long before = -1;
      while (before != written[0]) {
        before = written[0];
        Weft.delay(Duration.ofMillis(50));
      }
      Kit.check(before < 50_000_000, "took " + before + " bytes that nobody reads");
      writer.cancel(false);
      try {
        await(writer);
      } catch (CancellationException stopped) {
        Kit.check(channel.isOpen(), "closed by a cancellation");
      }
      channel.timeout(Duration.ofMillis(20));
      try {
        channel.write(ByteBuffer.allocate(10_000_000));
        throw new AssertionError("wrote to one who does not read");
      } catch (SocketTimeoutException late) {
        go.countDown();
      }
    }
    await(peer);
  }

  static final long STREAM = Long.getLong("stream", 1L << 30);

  @Async
  static void send(TcpChannel to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
    for (long at = 0; at < STREAM; at += piece.capacity()) {
      piece.clear().putLong(0, at);
      to.write(piece);
    }
    to.shutdownOutput();
  }

  /** Both ends on the one thread; each piece begins with its place in the stream. */
  @Async
  static void longStream(TcpServer server) throws Exception {
    try (TcpChannel out = TcpChannel.connect(server.address()); TcpChannel in = server.accept()) {
      Task<?> sender = Weft.start(() -> send(out));
      ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
      for (long at = 0; at < STREAM; at += piece.capacity()) {
        in.readFully(piece.clear());
        Kit.same(piece.getLong(0), at);
      }
      Kit.same(in.read(piece.clear()), -1);
      await(sender);
    }
  }

  /** Cancels, closes and times out at every moment; nothing may be left. */
  @Async
  static void cancelledAnywhere(TcpServer server) throws Exception {
    var random = new Random(4);
    for (int i = 0; i < 300; i++) {
      TcpChannel a = TcpChannel.connect(server.address());
      TcpChannel b = server.accept();
      Task<?> reader = Weft.start(() -> { while (a.read(ByteBuffer.allocate(100)) >= 0) {} });
      Task<?> writer = Weft.start(() -> { while (true) b.write(ByteBuffer.allocate(random.nextInt(100_000))); });
      for (int j = random.nextInt(5); j > 0; j--) Weft.yieldNow();
      switch (random.nextInt(3)) {
        case 0 -> { reader.cancel(false); writer.cancel(false); }
        case 1 -> a.close();
        default -> b.close();
      }
      a.close();
      b.close();
      for (Task<?> each : List.of(reader, writer)) {
        try { await(each); } catch (Exception failure) { Kit.check(failure instanceof IOException || failure instanceof CancellationException, failure); }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Kit.socketsAtFirst();
    loop = Schedulers.eventLoop();
    scene("vanishes", Faults::vanishes);
    scene("half-open", Faults::halfOpen);
    scene("reset mid-write", Faults::resetMidWrite);
    scene("byte by byte", Faults::byteByByte);
    scene("reader stops", Faults::readerStops);
    scene("cancelled anywhere", Faults::cancelledAnywhere);
    scene("long stream", Faults::longStream);
    loop.close();
    System.out.println("all well");
  }
}
