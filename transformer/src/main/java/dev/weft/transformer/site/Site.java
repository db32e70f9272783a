package dev.weft.transformer.site;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;

/**
 * A static site that shows what weaving made of classes. It opens from disk, without a network and,
 * in its essentials, without scripts.
 *
 * <pre>
 * index.html          packages, classes, methods, and a search over all of them
 * classes/a.b.C.html  a page for each class
 * assets/             style, scripts, and the names that are searched
 * </pre>
 *
 * What it shows of methods are the {@linkplain MethodReport#details() details} of their reports, so
 * the weaver must be one that {@linkplain dev.weft.transformer.Weaver#explaining() explains}. Any
 * thread.
 */
public final class Site {

  /** What the index says of a class. */
  record Entry(
      String className, String from, String file, List<String> methods, long points, long refused) {

    String packageName() {
      return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    String simpleName() {
      return InstructionText.simple(className);
    }
  }

  private final SiteOutput output;
  private final SourceFiles sources;
  private final FileNames names = new FileNames();

  /** Guarded by this object, as is whatever writes the index. */
  private final List<Entry> entries = new ArrayList<>();

  private int nextIndex;

  /**
   * A site in a folder, which is made when needed.
   *
   * @param sources where to look for sources
   */
  public Site(Path folder, SourceFiles sources) {
    this(new SiteFolder(folder), sources);
  }

  /**
   * A site that is written somewhere.
   *
   * @param sources where to look for sources
   */
  public Site(SiteOutput output, SourceFiles sources) {
    this.output = output;
    this.sources = sources;
  }

  /**
   * Writes what pages need besides, and so finds out whether anything can be written.
   *
   * @throws IOException if it cannot
   */
  public void begin() throws IOException {
    output.begin();
    Assets.write(output);
  }

  /**
   * Writes the page of a class.
   *
   * @param from what it is a part of, if there are several inputs; else empty
   * @throws IOException if it cannot be written, or its source cannot be read
   */
  public void add(WovenClass woven, String from) throws IOException {
    String className = ClassNames.binary(woven.name());
    String file;
    synchronized (this) {
      file = "classes/" + names.of(className) + ".html";
    }
    ClassPair classes = ClassPair.of(woven);
    write(file, ClassPage.of(woven, classes, source(classes.original())));
    List<MethodReport> methods = woven.methods();
    var entry =
        new Entry(
            className,
            from,
            file,
            methods.stream().map(MethodReport::method).toList(),
            methods.stream().mapToLong(each -> Math.max(0, each.points().size() - 1)).sum(),
            methods.stream().filter(each -> each.refusal() != null).count());
    synchronized (this) {
      entries.add(entry);
    }
  }

  private SourceText source(ClassNode original) throws IOException {
    String name = original.sourceFile;
    return name == null || name.isEmpty()
        ? new SourceText("", null)
        : new SourceText(name, sources.find(ClassNames.packageOf(original.name), name));
  }

  /**
   * Writes the index if so many classes have come since it was last written that it is worth it.
   */
  public synchronized void refresh() throws IOException {
    if (entries.size() >= nextIndex) {
      nextIndex = entries.size() + entries.size() / 8 + 1;
      finish();
    }
  }

  /** Writes the index. */
  public synchronized void finish() throws IOException {
    write("assets/names.js", SearchNames.of(entries));
    write("index.html", IndexPage.of(entries));
  }

  private void write(String name, String text) throws IOException {
    output.write(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
