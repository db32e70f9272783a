package dev.weft.transformer.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Writes what all pages of a site share: style, scripts, and the library that colours code. */
public final class Assets {

  /** In the order in which they build on one another; {@code java} builds on {@code clike}. */
  private static final List<String> PRISM =
      List.of("core", "clike", "java", "kotlin", "groovy", "scala");

  private Assets() {}

  /** Writes them, as files of the folder {@code assets}. */
  public static void write(SiteOutput out) throws IOException {
    for (String asset : List.of("site.css", "site.js", "highlight.js")) {
      out.write("assets/" + asset, read(asset));
    }
    out.write("assets/prism.js", prism());
  }

  /** Prism as one script, which does nothing of its own accord; its licence goes with it. */
  private static byte[] prism() throws IOException {
    var script = new ByteArrayOutputStream();
    script.write(text("/*!\nPrism, https://prismjs.com\n\n"));
    script.write(read("prism/LICENSE"));
    script.write(text("*/\nwindow.Prism = { manual: true };\n"));
    for (String part : PRISM) {
      script.write(read("prism/components/prism-" + part + ".min.js"));
      script.write(text("\n"));
    }
    return script.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] read(String asset) throws IOException {
    try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(asset), asset)) {
      return in.readAllBytes();
    }
  }
}
