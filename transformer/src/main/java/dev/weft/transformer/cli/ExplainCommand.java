package dev.weft.transformer.cli;

import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.dump.ReportText;
import dev.weft.transformer.site.SiteFolder;
import dev.weft.transformer.site.SiteOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain PATH...}: what becomes of every {@code @Async} method, as text or as a site. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Shows the suspension points of every @Async method and what is kept at each; with --html as"
            + " pages, with the code beside the source; with --serve these are served, and follow changes.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExplainCommand implements Callable<Integer> {

  private static final int LAST_PORT = 65_535;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A class file, a folder or a jar; or Java sources, which are compiled.")
  private List<Path> in;

  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Also write the classes, listings and reports there, as the agent does.")
  private @Nullable Path dump;

  @Option(
      names = "--html",
      paramLabel = "DIR",
      description = "Write a site there, to be opened from disk, in place of the report.")
  private @Nullable Path html;

  @Option(
      names = "--serve",
      paramLabel = "PORT",
      arity = "0..1",
      preprocessor = PortIfAny.class,
      description =
          "Serve the site to browsers on this machine, on any free port if none is named, until"
              + " Ctrl-C. What is explained is watched: pages that are open show what became of it"
              + " by themselves, or why it does not compile.")
  private @Nullable Integer serve;

  @Option(
      names = "--sources",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Folders and jars of sources, for the pages.")
  private String sources = "";

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    var explainer = new Explainer(in, sources, options);
    Path dumped = dump;
    Explainer.Reader dumping = dumped == null ? woven -> {} : new Dump(dumped)::write;
    SiteOutput pages = html == null ? null : new SiteFolder(html);
    PrintWriter err = spec.commandLine().getErr();
    if (serve != null) {
      serve(explainer, dumping, pages, serve);
      return 0;
    }
    Explainer.Reader reader =
        pages != null
            ? dumping
            : woven -> {
              out().println(ReportText.of(woven));
              dumping.read(woven);
            };
    int explained = explainer.explain(pages, reader, err);
    if (explained == 0) {
      String what = in.size() == 1 ? in.get(0).toString() : in.toString();
      out().println("nothing to weave in " + what + ": no @Async methods, or woven already");
    } else if (html != null) {
      String what = explained == 1 ? " class" : " classes";
      out().println(explained + what + " explained in " + html.resolve("index.html"));
    }
    return 0;
  }

  private void serve(
      Explainer explainer, Explainer.Reader reader, @Nullable SiteOutput copy, int port)
      throws IOException {
    if (port > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), port + " is no port; --serve takes 1 to " + LAST_PORT);
    }
    List<Path> written = Stream.of(html, dump).filter(Objects::nonNull).toList();
    new ServedExplanation(explainer, reader, copy, written, out(), spec.commandLine().getErr())
        .serve(port);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
