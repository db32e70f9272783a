package dev.weft.transformer.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The open pages that wait to be told of changes, by server-sent events. A page says which version
 * it is; it is told once, as soon as there is another, and then asks anew.
 *
 * <p>Everything is guarded by this object, so that no change comes between a look at a page's
 * version and the note that it waits. What is written is a few bytes, which a connection takes
 * without waiting for its reader.
 */
final class EventStreams implements AutoCloseable {

  /** More pages than anybody has open; further ones show what they show. */
  private static final int MOST = 256;

  private static final String BEGIN = "retry: 1000\n\n";
  private static final String CHANGED = "event: changed\ndata: 1\n\n";
  private static final String BEAT = ":\n\n";

  private record Stream(HttpExchange exchange, OutputStream out, String page, String version) {

    /** Whether the page is still there to be told. */
    boolean write(String event) {
      try {
        out.write(event.getBytes(UTF_8));
        out.flush();
        return true;
      } catch (IOException closed) {
        return false; // as pages do when they are left: nothing is wrong
      }
    }
  }

  private final ServedSite site;
  private final List<Stream> open = new ArrayList<>();

  EventStreams(ServedSite site) {
    this.site = site;
  }

  /** Begins a stream for a page, which stays open; false if there are too many. */
  synchronized boolean open(HttpExchange exchange, String page, String version) throws IOException {
    if (open.size() >= MOST) {
      return false;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    var stream = new Stream(exchange, exchange.getResponseBody(), page, version);
    stream.write(BEGIN); // if nobody is there any more, the next beat finds out
    open.add(stream);
    changed();
    return true;
  }

  /** Tells the pages of which there is another version now. */
  synchronized void changed() {
    List<Stream> outdated =
        open.stream()
            .filter(stream -> !site.version(stream.page()).equals(stream.version()))
            .toList();
    outdated.forEach(stream -> stream.write(CHANGED));
    end(outdated);
  }

  /** Finds out which pages have been left. */
  synchronized void beat() {
    end(open.stream().filter(stream -> !stream.write(BEAT)).toList());
  }

  @Override
  public synchronized void close() {
    end(List.copyOf(open));
  }

  private void end(List<Stream> ended) {
    open.removeAll(ended);
    ended.forEach(stream -> stream.exchange().close());
  }
}
