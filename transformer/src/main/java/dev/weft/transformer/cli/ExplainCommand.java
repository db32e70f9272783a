package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.dump.ReportText;
import dev.weft.transformer.site.Site;
import dev.weft.transformer.site.SourceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain PATH...}: what becomes of every {@code @Async} method, as text or as a site. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Shows the suspension points of every @Async method and what is kept at each; with --html as"
            + " pages, with the code beside the source.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExplainCommand implements Callable<Integer> {

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
      names = "--sources",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Folders and jars of sources, for the pages.")
  private String sources = "";

  @Mixin private WeavingOptions options;
  @Spec private CommandSpec spec;

  private int explained;

  ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    try (CompiledSources compiled = CompiledSources.of(in, options.classPath());
        SourceFiles files = SourceFiles.in(roots(compiled))) {
      Site site = html == null ? null : new Site(html, files);
      if (site != null) {
        site.begin();
      }
      for (Path path : compiled.inputs()) {
        explain(path, site);
      }
      if (site != null) {
        site.finish();
      }
    }
    if (explained == 0) {
      String what = in.size() == 1 ? in.get(0).toString() : in.toString();
      out().println("nothing to weave in " + what + ": no @Async methods, or woven already");
    } else if (html != null) {
      String what = explained == 1 ? " class" : " classes";
      out().println(explained + what + " explained in " + html.resolve("index.html"));
    }
    return 0;
  }

  private List<Path> roots(CompiledSources compiled) throws IOException {
    var roots = new ArrayList<>(WeavingOptions.entries(sources));
    roots.addAll(compiled.sources());
    return roots;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void explain(Path path, @Nullable Site site) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (var project = Project.open(path, options, err)) {
      if (site != null) {
        project.explain();
      }
      String from = in.size() == 1 ? "" : String.valueOf(path.getFileName());
      explain(project, from, site);
      for (var inside : project.nested().entrySet()) {
        explain(inside.getValue(), inside.getKey(), site);
      }
      for (String problem : project.problemsOfDeclarations()) {
        err.println("weft: error: " + problem);
      }
      project.warnOfMissing(err);
    }
  }

  private void explain(Project project, String from, @Nullable Site site) throws IOException {
    for (String file : project.input().files()) {
      WovenClass woven = project.weave(file);
      if (woven == null) {
        continue;
      }
      explained++;
      if (site == null) {
        out().println(ReportText.of(woven));
      } else {
        site.add(woven, from);
      }
      if (dump != null) {
        new Dump(dump).write(woven);
      }
    }
  }
}
