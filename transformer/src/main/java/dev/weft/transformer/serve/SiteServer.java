package dev.weft.transformer.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a site to browsers on this machine, by the JDK's own server.
 *
 * <p>It listens on the loopback interface. A page of another site may still have a browser ask it:
 * by a name of its own that leads here, so what is asked under another name than this machine's is
 * refused; or as a part of itself, so answers say that they are none.
 */
public final class SiteServer implements AutoCloseable {

  private static final String ADDRESS = "127.0.0.1";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int HTTP_PORT = 80;
  private static final String EVENTS = "/events";

  /** A request that is begun and not ended holds one of them. */
  private static final int THREADS = 32;

  private static final int BEAT_SECONDS = 10;

  /** Style attributes give each state its colour; everything else comes in files of the site. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer http;
  private final ServedSite site;
  private final EventStreams streams;
  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);
  private final List<String> hosts;

  private SiteServer(HttpServer http, ServedSite site) {
    this.http = http;
    this.site = site;
    streams = new EventStreams(site);
    int port = http.getAddress().getPort();
    hosts =
        port == HTTP_PORT
            ? List.of(ADDRESS, "localhost", ADDRESS + ":" + port, "localhost:" + port)
            : List.of(ADDRESS + ":" + port, "localhost:" + port);
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any that is free
   * @throws IOException if that port cannot be had; or if the JDK has no server
   */
  public static SiteServer start(int port, ServedSite site) throws IOException {
    if (ModuleLayer.boot().findModule("jdk.httpserver").isEmpty()) {
      throw new IOException(
          "there is no HTTP server in "
              + System.getProperty("java.home")
              + " (its module jdk.httpserver is missing); run this with a whole JDK, or write pages"
              + " with --html and open them from disk");
    }
    HttpServer http;
    try {
      var address = new InetSocketAddress(InetAddress.getByAddress(ADDRESS, LOOPBACK), port);
      http = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new IOException(
          "cannot serve on port "
              + port
              + " ("
              + e.getMessage()
              + "); name another one, or none for any that is free",
          e);
    }
    var server = new SiteServer(http, site);
    server.begin();
    return server;
  }

  private void begin() {
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    site.onChange(streams::changed);
    var unused =
        threads.scheduleWithFixedDelay(streams::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    http.start();
  }

  /** Where the site is. */
  public String url() {
    return "http://" + ADDRESS + ":" + http.getAddress().getPort() + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", POLICY);
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    String path = exchange.getRequestURI().getPath();
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      refuse(exchange, 421, "Weft answers to " + hosts.get(0) + " only.");
    } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      headers.set("Allow", "GET, HEAD");
      refuse(exchange, 405, "Pages can be read, and nothing else.");
    } else if (path == null || !path.startsWith("/")) {
      refuse(exchange, 400, "This is no path.");
    } else if (path.equals(EVENTS)) {
      events(exchange);
    } else {
      send(exchange, site.answer(path));
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    String page = asked.get("page");
    String version = asked.get("version");
    if (page == null || version == null || exchange.getRequestMethod().equals("HEAD")) {
      refuse(exchange, 400, "A page and its version are missing.");
    } else if (!streams.open(exchange, page, version)) {
      refuse(exchange, 503, "Too many pages are open.");
    }
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new HashMap<String, String>();
    for (String each : (query == null ? "" : query).split("&", -1)) {
      int equals = Math.max(0, each.indexOf('='));
      parameters.put(
          each.substring(0, equals),
          URLDecoder.decode(each.substring(equals).replaceFirst("^=", ""), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    send(exchange, new ServedSite.Answer(status, "text/plain; charset=utf-8", why + "\n"));
  }

  private static void send(HttpExchange exchange, ServedSite.Answer answer) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      byte[] content = answer.content().getBytes(StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }

  @Override
  public void close() {
    site.onChange(() -> {});
    streams.close();
    http.stop(0);
    threads.shutdownNow();
  }
}
