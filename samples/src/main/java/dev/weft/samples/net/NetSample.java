package dev.weft.samples.net;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.Schedulers;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the samples share: an event loop for one coroutine, a port, figures. */
abstract class NetSample implements Callable<Integer> {

  @Option(names = "--port", defaultValue = "0", description = "where to listen; 0: any free port")
  private int port;

  @Mixin final Figures figures = new Figures();

  /** The sample; its end is the program's end. */
  @Async
  abstract void run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (EventLoop loop = Schedulers.eventLoop()) {
      Weft.run(loop, () -> Weft.delay(Duration.ofNanos(1)));
      Weft.run(
          loop,
          () -> {
            figures.begin();
            run();
            figures.end();
          });
      return 0;
    } catch (NotWovenException noAgent) {
      System.err.println(noAgent.getMessage());
      return 1;
    }
  }

  final InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static void say(String what) {
    System.out.println(what);
  }

  static void main(NetSample sample, String... args) {
    System.exit(new CommandLine(sample).execute(args));
  }
}
