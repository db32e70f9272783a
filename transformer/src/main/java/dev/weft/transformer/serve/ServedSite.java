package dev.weft.transformer.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.transformer.site.LivePage;
import dev.weft.transformer.site.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is served: the files of a site as it was last made, and what has been wrong since. Any
 * thread; a reader sees all of one state.
 */
public final class ServedSite {

  private static final String INDEX = "index.html";

  /** What a request gets. */
  record Answer(int status, String type, String content) {}

  private record State(Map<String, byte[]> files, List<Problem> problems) {}

  /** What pages need that are no part of a site. */
  private final Map<String, byte[]> assets = new ConcurrentHashMap<>();

  private volatile State state = new State(Map.of(), List.of());
  private volatile Runnable listener = () -> {};

  /**
   * A site without a page.
   *
   * @throws IOException if what all pages need cannot be read
   */
  public ServedSite() throws IOException {
    LivePage.writeAssets(assets::put);
  }

  /** From now on, these files are served, and nothing is wrong. */
  public void publish(Map<String, byte[]> files) {
    change(new State(Map.copyOf(files), List.of()));
  }

  /** From now on, the same files are served, and this is wrong with what they are made of. */
  public void fail(List<Problem> problems) {
    change(new State(state.files, List.copyOf(problems)));
  }

  private void change(State next) {
    state = next;
    listener.run();
  }

  /** Has something run after each change; one at most. */
  void onChange(Runnable then) {
    listener = then;
  }

  /** The version of a page that is shown, or would be. */
  String version(String name) {
    State now = state;
    byte[] page = now.files.get(name);
    return (page == null
            ? LivePage.missing(name, now.problems)
            : LivePage.of(name, page, now.problems))
        .version();
  }

  /**
   * What is served for a path. Files are looked up by name among those of the site: no path leads
   * anywhere else.
   */
  Answer answer(String path) {
    State now = state;
    String name = path.equals("/") ? INDEX : path.substring(path.indexOf('/') + 1);
    byte[] file = file(now, name);
    if (file == null) {
      boolean soon = name.equals(INDEX) && !now.problems.isEmpty();
      return html(soon ? 200 : 404, LivePage.missing(name, now.problems));
    }
    return name.endsWith(".html")
        ? html(200, LivePage.of(name, file, now.problems))
        : new Answer(200, type(name), new String(file, UTF_8));
  }

  private byte @Nullable [] file(State now, String name) {
    byte[] file = now.files.get(name);
    return file == null ? assets.get(name) : file;
  }

  private static Answer html(int status, LivePage page) {
    return new Answer(status, "text/html; charset=utf-8", page.content());
  }

  private static String type(String name) {
    return name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  }
}
