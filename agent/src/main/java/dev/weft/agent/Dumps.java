package dev.weft.agent;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.site.Site;
import dev.weft.transformer.site.SourceFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the agent writes of woven classes if asked to: files, and a site of pages. The site's index
 * is written now and then while classes come, and when the JVM exits.
 */
final class Dumps {

  private final Dump dump;
  private final Site site;

  private Dumps(Path folder, SourceFiles sources) {
    dump = new Dump(folder);
    site = new Site(folder, sources);
  }

  /**
   * What the options ask for; null if nothing.
   *
   * @throws IllegalArgumentException if sources cannot be read
   */
  static @Nullable Dumps of(AgentOptions options) {
    Path folder = options.dump();
    if (folder == null) {
      return null;
    }
    try {
      var dumps = new Dumps(folder, SourceFiles.in(options.sources()));
      dumps.site.begin();
      Runtime.getRuntime().addShutdownHook(new Thread(dumps::finish, "weft-dump"));
      return dumps;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "options 'dump' and 'sources': cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes one class; a page that cannot be written is reported and no more. */
  void write(WovenClass woven) throws IOException {
    dump.write(woven);
    try {
      site.add(woven, "");
      site.refresh();
    } catch (LinkageError | StackOverflowError e) {
      Log.problem("cannot write the page of " + ClassNames.binary(woven.name()) + ": " + e);
    }
  }

  private void finish() {
    try {
      site.finish();
    } catch (IOException e) {
      Log.problem("cannot write the index of the pages of what was woven: " + e);
    }
  }
}
