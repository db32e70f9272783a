package dev.weft.transformer.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.transformer.site.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server answers, and to whom. */
class SiteServerTest {

  private static final int PATIENCE = 60_000;

  private ServedSite site;
  private SiteServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    site = new ServedSite();
    site.publish(files("one", "two"));
    server = SiteServer.start(0, site);
    port = URI.create(server.url()).getPort();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Map<String, byte[]> files(String index, String other) {
    return Map.of("index.html", page(index), "classes/a~b$c.html", page(other));
  }

  private static byte[] page(String text) {
    return ("<html><head></head><body><p>" + text + "</p></body></html>").getBytes(UTF_8);
  }

  private Socket send(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  /** All of the answer to a request. */
  private String ask(String line, String... headers) throws IOException {
    String all = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n";
    try (Socket socket = send(all + "Connection: close\r\n\r\n")) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String host() {
    return "Host: 127.0.0.1:" + port;
  }

  private String get(String path) throws IOException {
    return ask("GET " + path, host());
  }

  @Test
  void pagesAndAssetsAreServed() throws Exception {
    assertThat(get("/")).startsWith("HTTP/1.1 200").contains("<p>one</p>", "/assets/live.js");
    assertThat(get("/classes/a~b$c.html")).startsWith("HTTP/1.1 200").contains("<p>two</p>");
    assertThat(get("/assets/site.css")).contains("200 OK", "text/css", "--ink");
    assertThat(get("/assets/prism.js")).contains("200 OK", "text/javascript", "MIT LICENSE");
    assertThat(ask("GET /", "Host: LOCALHOST:" + port)).startsWith("HTTP/1.1 200");
  }

  @Test
  void headHasNoBody() throws Exception {
    String answer = ask("HEAD /", host());

    assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: ");
    assertThat(answer).endsWith("\r\n\r\n").doesNotContain("<p>");
  }

  @Test
  void otherNamesThanThisMachinesAreRefused() throws Exception {
    for (String host :
        List.of("evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1")) {
      assertThat(ask("GET /", "Host: " + host)).as(host).startsWith("HTTP/1.1 421");
      assertThat(ask("GET /events?page=index.html&version=x", "Host: " + host)).contains(" 421 ");
    }
    assertThat(ask("GET /")).doesNotContain("<p>one</p>").startsWith("HTTP/1.1 4");
  }

  @Test
  void nothingIsServedButTheSite() throws Exception {
    for (String path :
        List.of(
            "/../index.html",
            "/classes/../index.html",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/assets/",
            "/classes",
            "/assets/..%2findex.html",
            "/..%5c..%5cindex.html",
            "/index.html%00")) {
      assertThat(get(path)).as(path).startsWith("HTTP/1.1 404").doesNotContain("<p>", "root:");
    }
  }

  @Test
  void pagesAreOnlyRead() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")) {
      assertThat(ask(method + " /", host(), "Content-Length: 0"))
          .as(method)
          .startsWith("HTTP/1.1 405")
          .contains("Allow: GET, HEAD");
    }
  }

  @Test
  void answersAreForThisSiteOnly() throws Exception {
    assertThat(get("/").toLowerCase(java.util.Locale.ROOT))
        .contains(
            "content-security-policy: default-src 'none'; script-src 'self'",
            "cross-origin-resource-policy: same-origin",
            "x-content-type-options: nosniff",
            "cache-control: no-store")
        .doesNotContain("access-control-allow");
  }

  /** Waits for the end of a stream, which comes when the page has been told. */
  private static String told(Socket stream) throws IOException {
    return new String(stream.getInputStream().readAllBytes(), UTF_8);
  }

  private Socket events(String page, String version) throws IOException {
    String path = "/events?page=" + page + "&version=" + version;
    return send("GET " + path + " HTTP/1.1\r\n" + host() + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void aPageIsToldOfItsChange() throws Exception {
    try (Socket stream = events("index.html", site.version("index.html"))) {
      byte[] begin = stream.getInputStream().readNBytes(15);
      assertThat(new String(begin, UTF_8)).isEqualTo("HTTP/1.1 200 OK");
      site.publish(files("another", "two"));

      assertThat(told(stream)).contains("text/event-stream", "event: changed");
    }
  }

  @Test
  void aPageThatComesTooLateIsToldAtOnce() throws Exception {
    String old = site.version("index.html");
    site.publish(files("another", "two"));

    try (Socket stream = events("index.html", old)) {
      assertThat(told(stream)).contains("event: changed");
    }
  }

  @Test
  void onlyPagesThatChangeGetAnotherVersion() throws Exception {
    String index = site.version("index.html");
    String other = site.version("classes/a~b$c.html");
    String missing = site.version("classes/d.html");

    site.publish(files("one", "changed"));

    assertThat(site.version("index.html")).isEqualTo(index);
    assertThat(site.version("classes/a~b$c.html")).isNotEqualTo(other);
    assertThat(site.version("classes/d.html")).isEqualTo(missing).isNotEqualTo(index);
    site.publish(Map.of("classes/d.html", page("three")));
    assertThat(site.version("classes/d.html")).isNotEqualTo(missing);
  }

  @Test
  void whatIsWrongStandsOnEveryPageUntilItIsNot() throws Exception {
    String version = site.version("index.html");

    site.fail(List.of(new Problem("A.java", 7, "';' expected <here>", "int i\n     ^")));

    assertThat(get("/"))
        .contains("<b>A.java:7</b>", "';' expected &lt;here", "int i\n     ^", "<p>one</p>");
    assertThat(get("/classes/a~b$c.html")).contains("A.java:7", "<p>two</p>");
    assertThat(site.version("index.html")).isNotEqualTo(version);
    site.publish(files("one", "two"));
    assertThat(get("/")).doesNotContain("A.java:7");
    assertThat(site.version("index.html")).isEqualTo(version);
  }

  @Test
  void beforeTheFirstPageTheIndexSaysWhatIsWrong() throws Exception {
    var empty = new ServedSite();
    empty.fail(List.of(Problem.of("no such luck")));

    assertThat(empty.answer("/").status()).isEqualTo(200);
    assertThat(empty.answer("/").content())
        .contains("no such luck", "There is nothing to show yet", "data-version=");
    assertThat(empty.answer("/classes/a.html").status()).isEqualTo(404);
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() -> SiteServer.start(port, site))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot serve on port " + port + " (Address already in use)");
  }

  @Test
  void nothingIsLeftWhenItIsClosed() throws Exception {
    try (Socket stream = events("index.html", site.version("index.html"))) {
      stream.getInputStream().readNBytes(15);
      server.close();

      assertThat(told(stream)).doesNotContain("event: changed");
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
  }
}
