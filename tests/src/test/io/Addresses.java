import dev.weft.*;
import dev.weft.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;

/** Addresses that this JVM cannot use, and what is left of them. Run with -Djava.net.preferIPv4Stack=true. */
public class Addresses {

  public static void main(String[] args) throws Exception {
    int sockets = Kit.socketsAtFirst();
    EventLoop loop = Schedulers.eventLoop();
    var six = new InetSocketAddress(InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 1);
    for (int i = 0; i < 20; i++) {
      Throwable refused = Kit.failure(() -> TcpChannel.connect(loop, six, Kit.AMPLE));
      Kit.check(refused instanceof ConnectException, refused);
      Kit.check(refused.getMessage().startsWith("connect to " + six + ": no connections to such addresses from here"), refused);
      Kit.check(Kit.failureOf(Weft.start(loop, () -> TcpChannel.connect(six))) instanceof ConnectException, "connected");
      Throwable listening = Kit.failure(() -> TcpServer.listen(loop, six));
      Kit.check(listening instanceof UnsupportedAddressTypeException, listening);
      Throwable binding = Kit.failure(() -> UdpChannel.bind(loop, six));
      Kit.check(binding instanceof UnsupportedAddressTypeException, binding);
    }
    try (UdpChannel port = UdpChannel.bind(loop, Kit.anyPort()); UdpChannel other = UdpChannel.bind(loop, Kit.anyPort())) {
      Throwable sending = Kit.failureOf(Weft.start(loop, () -> port.send(Kit.text("x"), six)));
      Kit.check(sending instanceof UnsupportedAddressTypeException, sending);
      Weft.run(loop, () -> port.send(Kit.text("x"), other.address())); // and can send again
      Kit.same(Weft.run(loop, () -> other.receive(ByteBuffer.allocate(1))), port.address());
    }
    Kit.assertNothingLeft(loop, sockets);
    loop.close();
    System.out.println("all well");
  }
}
