package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.site.Site;
import dev.weft.transformer.site.SiteOutput;
import dev.weft.transformer.site.SourceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code explain} is to explain, as often as it is asked to. */
final class Explainer {

  /** What is done with each woven class. */
  interface Reader {
    void read(WovenClass woven) throws IOException;
  }

  private final List<Path> in;
  private final String sources;
  private final WeavingOptions options;

  /**
   * Explains some inputs.
   *
   * @param sources where sources of classes are, written like a class path
   */
  Explainer(List<Path> in, String sources, WeavingOptions options) {
    this.in = List.copyOf(in);
    this.sources = sources;
    this.options = options;
  }

  /** All files and folders on which it depends what is said. */
  List<Path> dependsOn() throws IOException {
    var all = new ArrayList<>(in);
    all.addAll(WeavingOptions.entries(sources));
    all.addAll(options.classPath());
    return all;
  }

  /**
   * Explains all of them as they are now.
   *
   * @param pages where pages go, if they are wanted
   * @param err what is told what is missing, and what declarations are wrong
   * @return how many classes there were
   * @throws CompilationFailure if sources among the inputs do not compile
   */
  int explain(@Nullable SiteOutput pages, Reader reader, PrintWriter err) throws IOException {
    try (CompiledSources compiled = CompiledSources.of(in, options.classPath());
        SourceFiles files = SourceFiles.in(roots(compiled))) {
      Site site = pages == null ? null : new Site(pages, files);
      if (site != null) {
        site.begin();
      }
      int explained = 0;
      for (Path path : compiled.inputs()) {
        explained += explain(path, site, reader, err);
      }
      if (site != null) {
        site.finish();
      }
      return explained;
    }
  }

  private List<Path> roots(CompiledSources compiled) throws IOException {
    var roots = new ArrayList<>(WeavingOptions.entries(sources));
    roots.addAll(compiled.sources());
    return roots;
  }

  private int explain(Path path, @Nullable Site site, Reader reader, PrintWriter err)
      throws IOException {
    try (var project = Project.open(path, options, err)) {
      if (site != null) {
        project.explain();
      }
      String from = in.size() == 1 ? "" : String.valueOf(path.getFileName());
      int explained = explain(project, from, site, reader);
      for (var inside : project.nested().entrySet()) {
        explained += explain(inside.getValue(), inside.getKey(), site, reader);
      }
      for (String problem : project.problemsOfDeclarations()) {
        err.println("weft: error: " + problem);
      }
      project.warnOfMissing(err);
      return explained;
    }
  }

  private static int explain(Project project, String from, @Nullable Site site, Reader reader)
      throws IOException {
    int explained = 0;
    for (String file : project.input().files()) {
      WovenClass woven = project.weave(file);
      if (woven == null) {
        continue;
      }
      explained++;
      if (site != null) {
        site.add(woven, from);
      }
      reader.read(woven);
    }
    return explained;
  }
}
