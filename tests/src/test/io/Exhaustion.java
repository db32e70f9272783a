import dev.weft.*;
import dev.weft.annotations.Async;
import dev.weft.io.*;
import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.*;
import java.util.logging.*;

/** No descriptor left: accepting pauses, warns once, and goes on. Run with a low ulimit -n. */
public class Exhaustion {

  static int served;

  @Async
  static void serve(TcpServer server) throws IOException {
    while (true) {
      TcpChannel peer = server.accept();
      served++;
      Task<?> unused = Weft.start(() -> {
        try (peer) {
          peer.read(ByteBuffer.allocate(1));
        }
      });
    }
  }

  public static void main(String[] args) throws Exception {
    Kit.socketsAtFirst(); // for what the JDK opens once
    var warnings = Collections.synchronizedList(new ArrayList<String>());
    var handler = new Handler() {
      @Override public void publish(LogRecord each) { warnings.add(each.getMessage()); }
      @Override public void flush() {}
      @Override public void close() {}
    };
    Logger logger = Logger.getLogger(TcpServer.class.getName());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    EventLoop loop = Schedulers.eventLoop();
    TcpServer server = TcpServer.listen(loop, Kit.anyPort());
    Task<?> serving = Weft.start(loop, () -> serve(server));
    // clients and server are one process: at some time either has no descriptor left
    var clients = new ArrayList<SocketChannel>();
    int failed = 0;
    while (warnings.isEmpty()) {
      try {
        clients.add(SocketChannel.open(server.address()));
      } catch (IOException noMore) {
        failed++;
        Thread.sleep(5);
        if (failed % 10 == 1 && !clients.isEmpty()) clients.remove(clients.size() - 1).close(); // room for one
      }
    }
    for (int i = 0; i < 20; i++) Thread.sleep(10); // it tries again and again, and does not repeat itself
    Kit.same(warnings.size(), 1);
    Kit.check(warnings.get(0).contains("accepts no connections until descriptors are free again: ") && warnings.get(0).contains("; raise the limit"), warnings);
    for (SocketChannel each : clients) each.close();
    int before = served;
    try (SocketChannel late = connect(server.address())) {
      while (served == before) Thread.sleep(5);
    }
    Kit.check(!serving.isDone(), serving);
    loop.close();
    System.out.println("all well");
  }

  static SocketChannel connect(SocketAddress to) throws InterruptedException {
    while (true) {
      try {
        return SocketChannel.open(to);
      } catch (IOException notYet) {
        Thread.sleep(5);
      }
    }
  }
}
