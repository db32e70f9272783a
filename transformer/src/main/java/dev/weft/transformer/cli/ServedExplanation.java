package dev.weft.transformer.cli;

import dev.weft.transformer.serve.FileWatch;
import dev.weft.transformer.serve.ServedSite;
import dev.weft.transformer.serve.SiteServer;
import dev.weft.transformer.site.Problem;
import dev.weft.transformer.site.SiteOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pages that are served and made anew whenever what they show changes, until that is stopped. One
 * thread makes pages, and waits in between; any may stop it.
 */
final class ServedExplanation {

  private final Explainer explainer;
  private final Explainer.Reader reader;
  private final @Nullable SiteOutput copy;
  private final PrintWriter out;
  private final PrintWriter err;
  private final FileWatch watch;
  private final ServedSite site = new ServedSite();
  private volatile boolean stopped;
  private String warnings = "";

  /**
   * Watches from now on.
   *
   * @param reader what else is done with each class
   * @param copy where pages are written as well, if anywhere
   * @param written folders that this writes to
   * @param out gets the address of the site, in a line of its own
   * @param err is told what happens to the pages
   */
  ServedExplanation(
      Explainer explainer,
      Explainer.Reader reader,
      @Nullable SiteOutput copy,
      Collection<Path> written,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    this.explainer = explainer;
    this.reader = reader;
    this.copy = copy;
    this.out = out;
    this.err = err;
    watch = new FileWatch(explainer.dependsOn(), written);
  }

  /**
   * Serves until it is stopped, or the JVM is told to end.
   *
   * @param port 0 for any that is free
   * @throws IOException if that port cannot be had, or there is something wrong from the beginning
   *     other than that sources do not compile
   */
  @SuppressWarnings("try") // the end is only waited for
  void serve(int port) throws IOException {
    try (var ending = new OrderlyEnd(this::stop);
        SiteServer server = SiteServer.start(port, site)) {
      if (begin()) {
        out.println(server.url());
        out.flush();
        while (watch.awaitChange()) {
          makeAnew();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // which means the same as being stopped
    }
  }

  /** Has it end soon, wherever it is. */
  void stop() {
    stopped = true;
    watch.close();
  }

  /** Makes the first pages; false if it was stopped meanwhile. */
  private boolean begin() throws IOException {
    try {
      make();
    } catch (CompilationFailure failure) {
      fail(failure.problems(), failure);
    } catch (InterruptedIOException end) {
      if (!stopped) {
        throw end;
      }
    }
    return !stopped;
  }

  private void makeAnew() {
    try {
      int explained = make();
      err.println("weft: " + explained + (explained == 1 ? " class" : " classes") + " explained");
      err.flush();
    } catch (CompilationFailure failure) {
      fail(failure.problems(), failure);
    } catch (IOException | RuntimeException failure) {
      fail(List.of(Problem.of(Main.describe(failure))), failure);
    }
  }

  private void fail(List<Problem> problems, Exception failure) {
    if (!stopped) {
      site.fail(problems);
      err.println("weft: error: " + Main.describe(failure));
      err.flush();
    }
  }

  private int make() throws IOException {
    var files = new ConcurrentHashMap<String, byte[]>();
    var said = new StringWriter();
    int explained = explainer.explain(output(files), reader, new PrintWriter(said, true));
    if (!said.toString().equals(warnings)) {
      warnings = said.toString();
      err.print(warnings);
      err.flush();
    }
    site.publish(files);
    return explained;
  }

  private SiteOutput output(Map<String, byte[]> files) {
    return new SiteOutput() {
      @Override
      public void begin() throws IOException {
        if (copy != null) {
          copy.begin();
        }
      }

      @Override
      public void write(String name, byte[] content) throws IOException {
        if (stopped) {
          throw new InterruptedIOException("stopped");
        }
        files.put(name, content);
        if (copy != null) {
          copy.write(name, content);
        }
      }
    };
  }
}
