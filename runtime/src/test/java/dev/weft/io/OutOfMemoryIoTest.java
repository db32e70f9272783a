package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.runtime.Carrier;
import dev.weft.runtime.HandWoven;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that begin when next to no memory is left, with a little more each time: each ends, one way
 * or another, even if its loop dies of that, and leaves no channel open. In a JVM of its own.
 */
@Timeout(240)
class OutOfMemoryIoTest {

  @Test
  void eachCallEndsAndLeavesNothingOpen() throws Exception {
    assertThat(run("connect")).isEqualTo("connect: ok");
  }

  private static String run(String what) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                what)
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** What runs in the other JVM. */
  static final class Program {

    private static final int ROUNDS = 50;
    private static final int ENOUGH = -1;

    private static volatile List<byte[]> ballast = new ArrayList<>();

    private static EventLoop loop;

    private Program() {}

    /** Leaves about so many pieces of 256 bytes. */
    private static void fill(int leave) {
      if (leave == ENOUGH) {
        return;
      }
      List<byte[]> all = new ArrayList<>(200_000);
      ballast = all;
      for (int size = 1 << 16; size >= 256; size /= 4) {
        fillWith(all, size);
      }
      for (int i = 0; i < leave && !all.isEmpty(); i++) {
        all.remove(all.size() - 1);
      }
    }

    private static void fillWith(List<byte[]> all, int size) {
      try {
        while (true) {
          all.add(new byte[size]);
        }
      } catch (OutOfMemoryError full) {
        // as wanted
      }
    }

    public static void main(String[] what) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, failure) -> {
            boolean expected =
                failure instanceof OutOfMemoryError
                    || failure instanceof RejectedExecutionException; // a loop has died of that
            if (!expected) {
              failure.printStackTrace();
            }
          });
      Path file = Files.createTempFile("weft", "memory");
      Files.write(file, new byte[1000]);
      String said;
      try (ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
          FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        said = rounds(call(what[0], server.getLocalPort(), channel, file));
      } finally {
        Files.delete(file);
      }
      System.out.println(what[0] + ": " + said);
      System.exit(0);
    }

    private static HandWoven.Part call(String what, int port, FileChannel channel, Path file) {
      InetAddress[] addresses = {InetAddress.getLoopbackAddress()};
      var named = InetSocketAddress.createUnresolved("anything", port);
      return switch (what) {
        case "connect" ->
            (carrier, before) ->
                new Connecting(loop, named, host -> addresses).connect(carrier, null);
        case "read" ->
            (carrier, before) -> {
              var into = ByteBuffer.wrap(new byte[10]);
              return new FileCall(loop, channel, file, into, 0, true).begin(carrier);
            };
        case "open" ->
            (carrier, before) ->
                AsyncFile.open(file, new StandardOpenOption[0], Carrier.MAX_DEPTH, carrier);
        default -> (carrier, before) -> Names.resolve("127.0.0.1", Carrier.MAX_DEPTH, carrier);
      };
    }

    private static String rounds(HandWoven.Part call) throws Exception {
      String said = "ok";
      for (int i = 0; i < ROUNDS && said.equals("ok"); i++) {
        said = round(call, i == 0 ? ENOUGH : i); // everything is loaded once
      }
      return said;
    }

    private static String round(HandWoven.Part call, int leave) throws Exception {
      loop = Schedulers.eventLoop();
      try {
        Task<Object> task = Weft.start(loop, body(call, leave));
        for (int wait = 0; !task.isDone() && wait < 20; wait++) {
          Thread.sleep(1);
        }
        ballast = null; // whoever waits for memory has it from now on
        for (int wait = 0; !task.isDone() && wait < 10_000; wait++) {
          Thread.sleep(1);
        }
        for (int wait = 0; loop.channels() > 0 && wait < 10_000; wait++) {
          Thread.sleep(1);
        }
        if (loop.channels() > 0) {
          return "a channel is open at " + leave;
        }
        return task.isDone() ? "ok" : "lost at " + leave + ": " + task;
      } finally {
        loop.close();
      }
    }

    private static AsyncCallable<Object> body(HandWoven.Part call, int leave) {
      return HandWoven.body(
          (carrier, before) -> {
            fill(leave);
            return call.run(carrier, before);
          },
          (carrier, before) -> {
            ballast = null;
            if (before.value() instanceof AutoCloseable resource) {
              resource.close();
            }
            return "ended";
          });
    }
  }
}
