package dev.weft.samples.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.io.BufferedInput;
import dev.weft.io.TcpChannel;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * A room in which everybody reads what anybody writes. The first line is the name. Who does not
 * read what the others write is put out, so that nobody is held up.
 */
@Command(name = "ChatServer", description = "Everybody reads what anybody writes.")
public final class ChatServer extends NetSample {

  private static final int MOST_UNREAD = 1000;

  private final Set<Member> members = new LinkedHashSet<>();

  /** Runs until it is stopped. */
  public static void main(String[] args) {
    main(new ChatServer(), args);
  }

  /** One who is there: what it has not been sent yet, and the coroutine that sends it. */
  private static final class Member {
    final TcpChannel peer;
    final ArrayDeque<ByteBuffer> unread = new ArrayDeque<>();
    Task.@Nullable Completer<@Nullable Void> more;

    Member(TcpChannel peer) {
      this.peer = peer;
    }

    void tell(String line) {
      if (unread.size() == MOST_UNREAD) {
        peer.close();
        return;
      }
      unread.add(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
      if (more != null) {
        more.complete(null);
        more = null;
      }
    }

    @Async
    void send() throws IOException {
      while (true) {
        ByteBuffer next = unread.poll();
        if (next != null) {
          peer.write(next);
        } else {
          Task.Completer<@Nullable Void> waits = Task.completer();
          more = waits;
          Weft.await(waits.task());
        }
      }
    }
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      say("chat server at " + server.address());
      while (true) {
        TcpChannel peer = server.accept();
        Task<?> unused = Weft.start(() -> serve(peer));
      }
    }
  }

  @Async
  private void serve(TcpChannel peer) throws IOException {
    var member = new Member(peer);
    var input = new BufferedInput(peer);
    figures.opened();
    Task<?> sender = Weft.start(() -> member.send());
    try (peer) {
      String name = input.readLine();
      members.add(member);
      tellAll(name + " has come");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        long start = System.nanoTime();
        tellAll(name + ": " + line);
        figures.answered(start);
      }
      members.remove(member);
      tellAll(name + " has gone");
    } finally {
      members.remove(member);
      sender.cancel(false);
      figures.closed();
    }
  }

  private void tellAll(String line) {
    say(line);
    for (Member each : Set.copyOf(members)) {
      each.tell(line);
    }
  }
}
