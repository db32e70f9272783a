import dev.weft.*;
import dev.weft.spi.Scheduler;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cancels each suspending operation at every instant, from another thread, with coroutines on the
 * channels' loop and elsewhere. Nothing is lost, nothing comes twice, nothing is left, nothing
 * spins. {@code -Drounds=N} for more, {@code -Dscenes=reads,writes} for some.
 */
public class Instants {

  static final int ROUNDS = Integer.getInteger("rounds", 200);
  static final Random RANDOM = new Random(Long.getLong("seed", 20));

  static EventLoop loop;
  static Scheduler on;

  interface Scene {
    void run() throws Exception;
  }

  static final Queue<Throwable> UNCAUGHT = new ConcurrentLinkedQueue<>();

  static void scene(String name, Scene scene) throws Exception {
    int sockets = Kit.sockets();
    long begun = System.nanoTime();
    scene.run();
    System.out.println(name + ", ms: " + (System.nanoTime() - begun) / 1_000_000);
    Kit.assertNothingLeft(loop, sockets);
    Kit.check(UNCAUGHT.isEmpty(), UNCAUGHT);
  }

  /** What a call gave, after it was asked to stop at some instant; null if it was stopped. */
  static <T> Optional<T> stopped(AsyncCallable<T> body) throws Exception {
    Task<T> task = Weft.start(on, body);
    spin();
    task.cancel(false);
    try {
      return Optional.of(task.get(5, TimeUnit.MINUTES));
    } catch (CancellationException stopped) {
      return Optional.empty();
    }
  }

  /** Somewhere between no time and what handing a step over and back takes. */
  static void spin() {
    long until = System.nanoTime() + (long) (RANDOM.nextDouble() * RANDOM.nextDouble() * 150_000);
    while (System.nanoTime() < until) Thread.onSpinWait();
  }

  static void accepts() throws Exception {
    try (TcpServer server = TcpServer.listen(loop, Kit.anyPort())) {
      for (int i = 0; i < ROUNDS; i += 100) accepts(server, Math.min(100, ROUNDS - i)); // the backlog has an end
      server.timeout(Duration.ofMillis(1));
      Kit.check(Kit.failure(() -> server.accept()) instanceof SocketTimeoutException, "one more came than connected");
    }
  }

  static void accepts(TcpServer server, int rounds) throws Exception {
    int delivered = 0;
    server.timeout(null);
    var clients = new ArrayList<Socket>();
    for (int i = 0; i < rounds; i++) {
      if (i % 2 == 0) clients.add(new Socket(server.address().getAddress(), server.address().getPort()));
      var connects = i % 2 == 0 ? null : Executors.newSingleThreadExecutor();
      Future<Socket> late = connects == null ? null : connects.submit(() -> new Socket(server.address().getAddress(), server.address().getPort()));
      var accepted = stopped(() -> server.accept());
      if (late != null) clients.add(late.get());
      if (connects != null) connects.shutdown();
      if (accepted.isPresent()) {
        delivered++;
        accepted.get().close();
      }
    }
    server.timeout(Kit.AMPLE);
    for (; delivered < clients.size(); delivered++) server.accept().close(); // those that nobody took
    for (Socket each : clients) {
      Kit.same(each.getInputStream().read(), -1); // was accepted, and closed
      each.close();
    }
  }

  static void connects() throws Exception {
    try (var server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      var to = (InetSocketAddress) server.getLocalSocketAddress();
      var named = InetSocketAddress.createUnresolved("localhost", to.getPort());
      var accepting = new Thread(() -> {
        try {
          while (true) server.accept().close();
        } catch (IOException closed) {
          return;
        }
      });
      accepting.start();
      for (int i = 0; i < ROUNDS; i++) {
        var target = i % 3 == 0 ? named : to;
        var limit = i % 2 == 0 ? Kit.AMPLE : null;
        stopped(() -> TcpChannel.connect(loop, target, limit)).ifPresent(TcpChannel::close);
      }
      server.close();
      accepting.join();
    }
  }

  /** A connection, and a thread that acts as the peer. */
  static void withPeer(Faultless peer, Served served) throws Exception {
    try (TcpServer server = TcpServer.listen(loop, Kit.anyPort()); var socket = new Socket()) {
      socket.connect(server.address());
      var done = new CompletableFuture<Void>();
      try (TcpChannel channel = server.accept()) {
        new Thread(() -> {
          try {
            peer.run(socket);
            done.complete(null);
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        }).start();
        served.run(channel);
      }
      done.get();
    }
  }

  interface Faultless {
    void run(Socket socket) throws Exception;
  }

  interface Served {
    void run(TcpChannel channel) throws Exception;
  }

  static void pause(Random random) {
    long until = System.nanoTime() + random.nextInt(100_000);
    while (System.nanoTime() < until) Thread.onSpinWait();
  }

  static void reads() throws Exception {
    int total = ROUNDS * 40;
    withPeer(
        socket -> {
          socket.setTcpNoDelay(true);
          var random = new Random(1);
          for (int at = 0; at < total; ) {
            byte[] piece = new byte[Math.min(1 + random.nextInt(60), total - at)];
            for (int i = 0; i < piece.length; i++) piece[i] = (byte) at++;
            socket.getOutputStream().write(piece);
            pause(random);
          }
          socket.shutdownOutput();
        },
        channel -> {
          int at = 0;
          while (at < total) {
            boolean fully = RANDOM.nextBoolean();
            ByteBuffer into = ByteBuffer.allocate(Math.min(total - at, 1 + RANDOM.nextInt(50)));
            var count = stopped(() -> { if (fully) { channel.readFully(into); return into.capacity(); } return channel.read(into); });
            if (count.isEmpty() && !fully) Kit.same(into.position(), 0);
            if (count.isPresent()) Kit.same(into.position(), count.get());
            for (into.flip(); into.hasRemaining(); at++) Kit.same(into.get(), (byte) at);
          }
          Kit.same(channel.read(ByteBuffer.allocate(1)), -1);
        });
  }

  static void messages() throws Exception {
    int count = ROUNDS;
    withPeer(
        socket -> {
          socket.setTcpNoDelay(true);
          var random = new Random(2);
          var out = new DataOutputStream(socket.getOutputStream());
          for (int i = 0; i < count; i++) {
            byte[] message = Kit.bytes(random.nextInt(5) == 0 ? random.nextInt(30_000) : random.nextInt(40), i);
            out.writeInt(message.length);
            int cut = random.nextInt(message.length + 1);
            out.write(message, 0, cut);
            pause(random);
            out.write(message, cut, message.length - cut);
            if (i % 10 == 0) out.write(("line " + i + "\r\n").getBytes());
          }
          socket.shutdownOutput();
        },
        channel -> {
          var input = new BufferedInput(channel, 100, java.nio.charset.StandardCharsets.US_ASCII);
          var random = new Random(2);
          for (int i = 0; i < count; i++) {
            byte[] expected = Kit.bytes(random.nextInt(5) == 0 ? random.nextInt(30_000) : random.nextInt(40), i);
            random.nextInt(expected.length + 1);
            random.nextInt(100_000);
            Optional<ByteBuffer> message;
            do message = stopped(() -> input.readMessage(30_000)); while (message.isEmpty());
            Kit.same(message.get(), ByteBuffer.wrap(expected));
            if (i % 10 == 0) {
              Optional<String> line;
              do line = stopped(() -> input.readLine()); while (line.isEmpty());
              Kit.same(line.get(), "line " + i);
            }
          }
          Kit.check(input.readLine() == null, "more came than was sent");
        });
  }

  static void writes() throws Exception {
    long[] sent = {0};
    withPeer(
        socket -> {
          var random = new Random(3);
          byte[] piece = new byte[100_000];
          long at = 0;
          for (int count; (count = socket.getInputStream().read(piece)) >= 0; pause(random)) {
            for (int i = 0; i < count; i++) Kit.same(piece[i], (byte) at++);
          }
          Kit.same(at, sent[0]);
        },
        channel -> {
          for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer[] from = new ByteBuffer[1 + RANDOM.nextInt(3)];
            byte next = (byte) sent[0];
            for (int j = 0; j < from.length; j++) {
              from[j] = ByteBuffer.allocate(RANDOM.nextInt(200_000));
              while (from[j].hasRemaining()) from[j].put(next++);
              from[j].flip();
            }
            var whole = stopped(() -> { if (from.length == 1) channel.write(from[0]); else channel.write(from); return true; });
            for (ByteBuffer each : from) {
              if (whole.isPresent()) Kit.check(!each.hasRemaining(), "a write left something");
              sent[0] += each.position();
            }
          }
          channel.shutdownOutput();
        });
  }

  static void datagrams() throws Exception {
    try (UdpChannel a = UdpChannel.bind(loop, Kit.anyPort()); UdpChannel b = UdpChannel.bind(loop, Kit.anyPort())) {
      for (int i = 0; i < ROUNDS; i++) {
        ByteBuffer number = ByteBuffer.allocate(i % 5 == 0 ? 0 : 4);
        if (number.capacity() > 0) number.putInt(0, i);
        boolean sent = stopped(() -> { a.send(number, b.address()); return true; }).isPresent();
        if (!sent) continue;
        ByteBuffer into = ByteBuffer.allocate(10);
        Optional<SocketAddress> sender;
        do {
          sender = stopped(() -> b.receive(into));
          if (sender.isEmpty()) Kit.same(into.position(), 0);
        } while (sender.isEmpty());
        Kit.same(sender.get(), a.address());
        Kit.same(into.position(), number.capacity());
        if (number.capacity() > 0) Kit.same(into.getInt(0), i);
      }
      b.timeout(Duration.ofMillis(1));
      Kit.check(Kit.failure(() -> b.receive(ByteBuffer.allocate(10))) instanceof SocketTimeoutException, "a cancelled send was sent");
    }
  }

  static void files() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("."), "instants");
    Path path = folder.resolve("file");
    byte[] data = Kit.bytes(600_000, 1);
    Files.write(path, data);
    AsyncFile file = Weft.run(loop, () -> AsyncFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    try (file) {
      for (int i = 0; i < ROUNDS; i++) {
        ByteBuffer into = ByteBuffer.allocate(1 + RANDOM.nextInt(1000));
        int at = RANDOM.nextInt(data.length - 1000);
        var count = stopped(() -> file.read(into, at));
        Kit.same(into.position(), count.orElse(0));
        Kit.same(into.flip(), ByteBuffer.wrap(data, at, into.limit()));
        ByteBuffer from = ByteBuffer.wrap(data.clone());
        var written = i % 10 != 0 ? Optional.empty() : stopped(() -> { file.write(from, 0); return true; });
        if (written.isPresent()) Kit.check(!from.hasRemaining(), "a write left something");
      }
    }
    Kit.check(Arrays.equals(Files.readAllBytes(path), data), "the file has changed");
    on = loop; // both ask for the event loop that they are called on
    for (int i = 0; i < ROUNDS; i++) {
      var opened = stopped(() -> AsyncFile.open(path, StandardOpenOption.READ));
      if (opened.isPresent()) {
        Kit.same(opened.get().size(), (long) data.length);
        opened.get().close();
      }
    }
    for (int i = 0; i < ROUNDS; i++) {
      var names = stopped(() -> HostNames.resolve("localhost"));
      Kit.check(names.isEmpty() || !names.get().isEmpty(), "no address");
    }
    for (int i = 0; i < 6_000 && Kit.files(folder) > 0; i++) Thread.sleep(10);
    Kit.same(Kit.files(folder), 0);
  }

  /** Parts of a file are sent; the peer sees each from its beginning, and no byte twice. */
  static void sendsOfFiles() throws Exception {
    Path path = Files.createTempFile(Path.of("."), "instants", "");
    byte[] data = new byte[500_000];
    for (int i = 0; i < data.length; i++) data[i] = (byte) i;
    Files.write(path, data);
    long[] whole = {0, 0};
    try (FileChannel file = FileChannel.open(path)) {
      withPeer(
          socket -> {
            var random = new Random(4);
            byte[] piece = new byte[100_000];
            long seen = 0;
            byte last = -1;
            for (int count; (count = socket.getInputStream().read(piece)) >= 0; pause(random)) {
              for (int i = 0; i < count; last = piece[i++]) Kit.check(piece[i] == 0 || piece[i] == (byte) (last + 1), piece[i]);
              seen += count;
            }
            Kit.check(seen >= whole[0] && seen <= whole[1], seen + " came");
          },
          channel -> {
            for (int i = 0; i < ROUNDS; i++) {
              long size = RANDOM.nextInt(data.length);
              var sent = stopped(() -> channel.transferFrom(file, 0, size));
              if (sent.isPresent()) Kit.same(sent.get(), size);
              whole[0] += sent.orElse(0L);
              whole[1] += size;
            }
            channel.shutdownOutput();
          });
    }
    Files.delete(path);
  }

  /** What the peer sends is written to a file: what one call has taken, none has lost. */
  static void receivesOfFiles() throws Exception {
    Path path = Files.createTempFile(Path.of("."), "instants", "");
    int total = ROUNDS * 2_000;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      withPeer(
          socket -> {
            var random = new Random(5);
            for (int at = 0; at < total; ) {
              byte[] piece = new byte[Math.min(1 + random.nextInt(5_000), total - at)];
              for (int i = 0; i < piece.length; i++) piece[i] = (byte) at++;
              socket.getOutputStream().write(piece);
              pause(random);
            }
            socket.shutdownOutput();
          },
          channel -> {
            while (file.size() < total) {
              long size = 1 + RANDOM.nextInt(10_000);
              stopped(() -> channel.transferTo(file, file.size(), size));
            }
          });
    }
    byte[] written = Files.readAllBytes(path);
    Kit.same(written.length, total);
    for (int i = 0; i < total; i++) Kit.same(written[i], (byte) i);
    Files.delete(path);
  }

  /** Everything that suspends and is no I/O. */
  static void waits() throws Exception {
    Scheduler elsewhere = Schedulers.workStealing(1);
    Scheduler here = on;
    for (int i = 0; i < ROUNDS; i++) {
      Duration time = Duration.ofNanos(RANDOM.nextInt(200_000));
      var future = new CompletableFuture<Integer>();
      Task.Completer<Integer> completer = Task.completer();
      Runnable completes = i % 2 == 0 ? () -> future.complete(1) : () -> completer.complete(1);
      switch (i % 6) {
        case 0 -> stopped(() -> { Weft.delay(time); return 0; });
        case 1 -> stopped(() -> {
          try {
            return Weft.withDeadline(time, () -> { Weft.delay(Duration.ofHours(1)); return 0; });
          } catch (TimeoutException passed) {
            return 1;
          }
        });
        case 2 -> stopped(() -> { for (int j = 0; j < 20; j++) Weft.yieldNow(); return 0; });
        case 3 -> stopped(() -> {
          Weft.switchTo(elsewhere);
          Weft.yieldNow();
          Weft.switchTo(here);
          return 0;
        });
        default -> {
          elsewhere.schedule(completes);
          var got = stopped(() -> i(future, completer));
          Kit.check(got.isEmpty() || got.get() == 1, got);
        }
      }
    }
  }

  @Async
  static int i(CompletableFuture<Integer> future, Task.Completer<Integer> completer) throws Exception {
    Task<Integer> first = Weft.start(() -> Weft.await(future));
    Task<Integer> second = Weft.start(() -> Weft.await(completer.task()));
    try {
      while (!first.isDone() && !second.isDone()) Weft.yieldNow();
      return Weft.await(first.isDone() ? first : second);
    } finally {
      first.cancel(true);
      second.cancel(true);
    }
  }

  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();

  static final class Resource implements AutoCloseable {
    private final AtomicInteger closed = new AtomicInteger();

    Resource() {
      OPENED.incrementAndGet();
    }

    @Override public void close() {
      Kit.same(closed.incrementAndGet(), 1);
      CLOSED.incrementAndGet();
    }
  }

  /** Each resource is delivered, and closed by who got it, or closed because nobody did. */
  static void offloads() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      stopped(() -> loop.offload(Resource::new)).ifPresent(Resource::close);
    }
    for (int i = 0; i < 6_000 && CLOSED.get() < OPENED.get(); i++) Thread.sleep(10);
    Kit.same(CLOSED.get(), OPENED.get());
  }

  /** Closes a whole loop at every instant: whoever is suspended there ends. */
  static void loopCloses() throws Exception {
    Path path = Files.createTempFile(Path.of("."), "instants", "");
    for (int i = 0; i < ROUNDS / 10; i++) {
      EventLoop ending = Schedulers.eventLoop();
      TcpServer server = TcpServer.listen(ending, Kit.anyPort());
      var tasks = new ArrayList<Task<?>>();
      tasks.add(Weft.start(ending, () -> { while (true) server.accept().close(); }));
      tasks.add(Weft.start(ending, () -> { while (true) TcpChannel.connect(ending, server.address(), null).close(); }));
      tasks.add(Weft.start(ending, () -> { while (true) Weft.delay(Duration.ofNanos(10_000)); }));
      tasks.add(Weft.start(ending, () -> { while (true) Weft.yieldNow(); }));
      tasks.add(Weft.start(ending, () -> { while (true) ending.offload(Resource::new).close(); }));
      tasks.add(Weft.start(ending, () -> { while (true) AsyncFile.open(path, StandardOpenOption.READ).close(); }));
      tasks.add(Weft.start(on, () -> { while (true) { Weft.switchTo(ending); Weft.switchTo(on); } }));
      spin();
      ending.close();
      for (Task<?> each : tasks) Kit.check(Kit.failureOf(each) != null, each);
    }
    for (int i = 0; i < 6_000 && CLOSED.get() < OPENED.get(); i++) Thread.sleep(10);
    Kit.same(CLOSED.get(), OPENED.get());
    Files.delete(path);
  }

  /** Closes a channel at every instant; whoever is suspended there fails. */
  static void closes() throws Exception {
    try (TcpServer server = TcpServer.listen(loop, Kit.anyPort())) {
      for (int i = 0; i < ROUNDS; i++) {
        try (var socket = new Socket(server.address().getAddress(), server.address().getPort()); TcpChannel channel = server.accept()) {
          Task<?> reader = Weft.start(on, () -> { while (channel.read(ByteBuffer.allocate(10)) >= 0) {} });
          Task<?> writer = Weft.start(on, () -> { while (true) channel.write(ByteBuffer.allocate(RANDOM.nextInt(1000) * 1000)); });
          for (int j = RANDOM.nextInt(4); j > 0; j--) socket.getOutputStream().write(j);
          spin();
          switch (RANDOM.nextInt(3)) {
            case 0 -> channel.close();
            case 1 -> { socket.setSoLinger(true, 0); socket.close(); }
            default -> { socket.shutdownOutput(); spin(); channel.close(); }
          }
          Kit.check(Kit.failureOf(writer) instanceof IOException, Kit.failureOf(writer));
          try {
            reader.get(5, TimeUnit.MINUTES);
          } catch (ExecutionException failed) {
            Kit.check(failed.getCause() instanceof IOException, failed);
          }
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> { failure.printStackTrace(); UNCAUGHT.add(failure); });
    Kit.socketsAtFirst();
    loop = Schedulers.eventLoop();
    Scheduler pool = Schedulers.workStealing(2);
    for (Scheduler each : List.of(loop, pool)) {
      for (Map.Entry<String, Scene> scene : scenes().entrySet()) {
        on = each;
        scene(scene.getKey() + (each == loop ? "" : ", elsewhere"), scene.getValue());
      }
    }
    loop.close();
    System.out.println("all well");
  }

  static Map<String, Scene> scenes() {
    var scenes = new LinkedHashMap<String, Scene>();
    scenes.put("accepts", Instants::accepts);
    scenes.put("connects", Instants::connects);
    scenes.put("reads", Instants::reads);
    scenes.put("messages", Instants::messages);
    scenes.put("writes", Instants::writes);
    scenes.put("datagrams", Instants::datagrams);
    scenes.put("files and names", Instants::files);
    scenes.put("closes", Instants::closes);
    scenes.put("sends of files", Instants::sendsOfFiles);
    scenes.put("receives of files", Instants::receivesOfFiles);
    scenes.put("waits", Instants::waits);
    scenes.put("offloads", Instants::offloads);
    scenes.put("closes of loops", Instants::loopCloses);
    String wanted = System.getProperty("scenes");
    if (wanted != null) scenes.keySet().retainAll(Set.of(wanted.split(",")));
    return scenes;
  }
}
