package dev.weft.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.internal.loop.LoopAccess;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that send application data without any data: empty fragments over TLS 1.2, empty inner
 * plaintexts over TLS 1.3, which some versions of the JDK refuse. It makes no such records, so this
 * looks into its engine, in a JVM of its own that lets it.
 */
@Timeout(120)
class TlsEmptyRecordsTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void holdNobodyUp(String protocol) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/sun.security.ssl=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                protocol)
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo("ok");
  }

  /** What runs in the other JVM. */
  static final class Program {

    private static final int FLOOD = 3000;

    /** The most records that one try may deal with. */
    private static final int TURN = 40;

    private static final int HEADER = 5;
    private static final byte APPLICATION_DATA = 23;

    private Program() {}

    public static void main(String[] protocol) throws Exception {
      readInTurns(protocol[0]);
      keepNobodyElseFromRunning(protocol[0]);
      System.out.println("ok");
      System.exit(0);
    }

    private static Object field(Class<?> declares, Object of, String name) throws Exception {
      Field field = declares.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    }

    /** As the JDK's engine makes one, but for its refusal to make an empty one. */
    private static byte[] emptyRecord(SSLEngine engine) throws Exception {
      Object context = field(engine.getClass(), engine, "conContext");
      Object output = field(context.getClass(), context, "outputRecord");
      Class<?> record = output.getClass().getSuperclass();
      Object cipher = field(record, output, "writeCipher");
      Object version = field(record, output, "protocolVersion");
      Method nonceSize =
          cipher.getClass().getSuperclass().getDeclaredMethod("getExplicitNonceSize");
      nonceSize.setAccessible(true);
      ByteBuffer room = ByteBuffer.allocate(1000);
      int content = HEADER + (int) nonceSize.invoke(cipher);
      room.position(content).limit(content);
      for (Method each : record.getDeclaredMethods()) {
        if (each.getName().equals("encrypt") && each.getParameterCount() == 7) {
          each.setAccessible(true);
          var unused =
              each.invoke(
                  output, cipher, APPLICATION_DATA, room, 0, room.capacity(), HEADER, version);
        }
      }
      var bytes = new byte[room.position()];
      room.flip().get(bytes);
      return bytes;
    }

    private static void check(boolean holds, Object what) {
      if (!holds) {
        throw new AssertionError(String.valueOf(what));
      }
    }

    private static void readInTurns(String protocol) throws Exception {
      try (var fixture = new TlsFixture();
          RawTls peer = fixture.client(protocol)) {
        CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
        TlsChannel own = fixture.accept();
        own.handshake();
        shaking.get();
        var flood = new ByteArrayOutputStream();
        for (int i = 0; i < FLOOD; i++) {
          byte[] empty = emptyRecord(peer.engine);
          check(empty.length > HEADER && empty[0] == APPLICATION_DATA, empty.length);
          flood.write(empty);
        }
        peer.send(flood.toByteArray());
        peer.write("end");

        ByteBuffer buffer = ByteBuffer.allocate(100);
        int tries = 1;
        try {
          while (own.tryRead(buffer) == 0) {
            tries++;
            own.await(new Nobody(), false);
          }
          check(buffer.position() == 3, buffer);
          check(tries > FLOOD / TURN, tries);
        } catch (SSLException refused) {
          checkRefusal(protocol, refused);
        }
      }
    }

    /** While they come, others run; when no more come, nobody does. */
    private static void keepNobodyElseFromRunning(String protocol) throws Exception {
      try (var fixture = new TlsFixture();
          RawTls peer = fixture.client(protocol)) {
        CompletableFuture<RawTls> shaking = fixture.peer(peer::handshake);
        TlsChannel own = fixture.accept();
        own.handshake();
        shaking.get();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        Task<?> reading =
            OnLoop.start(fixture.loop, (room, carrier) -> own.read(buffer, room, carrier));
        var stop = new AtomicBoolean();
        CompletableFuture<Integer> flooding =
            fixture.peer(
                () -> {
                  int sent = 0;
                  for (; !stop.get(); sent++) {
                    peer.send(emptyRecord(peer.engine));
                  }
                  return sent;
                });
        for (int i = 0; i < 500; i++) {
          var ran = new CompletableFuture<Boolean>();
          fixture.loop.schedule(() -> ran.complete(true));
          ran.get();
        }
        boolean refused = reading.isDone();
        stop.set(true);
        check(refused || flooding.get() > 0, "nothing was sent");
        awaitRest(fixture.loop);
        if (!refused) {
          peer.write("end");
        }
        try {
          var unused = reading.get();
          check(buffer.position() == 3, buffer);
        } catch (ExecutionException failed) {
          checkRefusal(protocol, failed.getCause());
        }
      }
    }

    private static void checkRefusal(String protocol, Throwable refusal) {
      check(
          protocol.equals("TLSv1.3")
              && refusal instanceof SSLException
              && refusal.getMessage().contains("Incorrect inner plaintext"),
          refusal);
    }

    /** Returns when the loop has made no turn for a while. */
    private static void awaitRest(EventLoop loop) throws InterruptedException {
      long seen = LoopAccess.turns(loop);
      for (int quiet = 0; quiet < 15; ) {
        TimeUnit.MILLISECONDS.sleep(10);
        long now = LoopAccess.turns(loop);
        quiet = now == seen ? quiet + 1 : 0;
        seen = now;
      }
    }
  }
}
