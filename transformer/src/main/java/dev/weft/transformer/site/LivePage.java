package dev.weft.transformer.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A page as it is served: what is wrong stands before the rest, and a script reloads it when it
 * changes. Pages that are opened from disk have neither.
 *
 * @param content of its file
 * @param version another one for each content
 */
public record LivePage(String content, String version) {

  private static final String SCRIPT = "assets/live.js";
  private static final int DIGITS = 32;

  /** Writes what such pages need beside a site's own files. */
  public static void writeAssets(SiteOutput out) throws IOException {
    Assets.write(out);
    out.write(SCRIPT, Assets.read("live.js"));
  }

  /**
   * A page of a site.
   *
   * @param name of its file
   * @param problems what is wrong now
   */
  public static LivePage of(String name, byte[] page, List<Problem> problems) {
    String text = new String(page, StandardCharsets.UTF_8);
    if (!problems.isEmpty()) {
      text = after("<body>", text, notice(problems));
    }
    String version = version(text);
    var script = new Markup();
    script
        .open(
            "script", "defer", "", "src", "/" + SCRIPT, "data-page", name, "data-version", version)
        .close();
    String live = before("</body>", text, script.end());
    return new LivePage(live, version);
  }

  /** The page in the place of one that is not there. */
  public static LivePage missing(String name, List<Problem> problems) {
    String what = problems.isEmpty() ? "There is no such page" : "There is nothing to show yet";
    var page = new Markup();
    page.begin(what + " \u00B7 Weft", "/");
    page.open("header", "class", "top").open("nav", "aria-label", "Where this is");
    page.element("a", "Weft", "href", "/index.html", "class", "home").close().close();
    page.open("main", "id", "main").element("h1", what);
    page.element(
        "p",
        problems.isEmpty()
            ? "It may come back when the class that it shows does."
            : "It will come when what is wrong has been put right.",
        "class",
        "lead");
    return of(name, page.end().getBytes(StandardCharsets.UTF_8), problems);
  }

  private static String notice(List<Problem> problems) {
    var notice = new Markup();
    notice.open("section", "class", "problems", "role", "alert");
    boolean located = problems.stream().anyMatch(each -> each.line() > 0);
    notice.element("h2", located ? "The sources do not compile" : "This cannot be explained now");
    notice.open("ul");
    for (Problem problem : problems) {
      notice.open("li");
      if (!problem.place().isEmpty()) {
        notice.element("b", problem.place());
      }
      notice.element("p", problem.message());
      if (!problem.excerpt().isEmpty()) {
        notice.element("pre", problem.excerpt());
      }
      notice.close();
    }
    return notice.end();
  }

  // Text of pages is escaped, so these marks stand for elements.

  private static String after(String mark, String text, String added) {
    int at = text.indexOf(mark) + mark.length();
    return text.substring(0, at) + added + text.substring(at);
  }

  private static String before(String mark, String text, String added) {
    int at = text.lastIndexOf(mark);
    return text.substring(0, at) + added + text.substring(at);
  }

  private static String version(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
