package dev.weft.samples;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.Task;
import dev.weft.annotations.Async;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three methods that call each other, written as if calls could wait: {@code a} calls {@code b},
 * and {@code b} awaits what {@code postHttpRequest} brings.
 *
 * <p>Confined to the thread of one event loop.
 */
final class Story {

  private final Journal journal;
  private final HttpClient client;
  private final URI server;

  /** Every scratch that {@link #b} made, weakly, to see whether anything keeps them. */
  final List<WeakReference<byte[]>> scratches = new ArrayList<>();

  Story(Journal journal, HttpClient client, URI server) {
    this.journal = journal;
    this.client = client;
    this.server = server;
  }

  /** What guest number {@code guest} has to pay for some nights in the room of that number. */
  @Async
  String a(int guest) throws IOException {
    String name = "guest " + guest;
    int nights = guest % 3 + 1;
    String question = "price of room " + guest + "?"; // dead once b has been called
    journal.say("a(" + guest + ") calls b");
    int price = b(guest, question);
    journal.say("a(" + guest + ") goes on with price=" + price + ", nights=" + nights);
    return name + " pays " + price * nights;
  }

  /**
   * Asks the server; {@code scratch}, the big buffer, is dead before the question is on its way.
   */
  @Async
  int b(int room, String question) throws IOException {
    double tax = 1.5;
    byte[] scratch = new byte[1 << 20];
    scratches.add(new WeakReference<>(scratch));
    String body = encode(question, scratch);
    journal.say("b(" + room + ") posts \"" + body + "\" and awaits the answer");
    String answer = await(postHttpRequest("/later", body));
    journal.say("b(" + room + ") goes on with answer=" + answer + ", tax=" + tax);
    return (int) (Integer.parseInt(answer) * tax);
  }

  /** Sends {@code body}; a task method, which ordinary code may call as well. */
  @Async
  Task<String> postHttpRequest(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = await(client.sendAsync(request, BodyHandlers.ofString()));
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered with status " + response.statusCode());
    }
    return Task.completed(response.body());
  }

  private static String encode(String question, byte[] scratch) {
    byte[] bytes = question.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, scratch, 0, bytes.length);
    return new String(scratch, 0, bytes.length, US_ASCII);
  }

  @Override
  public String toString() {
    return "the Story";
  }
}
