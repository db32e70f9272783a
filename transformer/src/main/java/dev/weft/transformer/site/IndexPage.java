package dev.weft.transformer.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes the index of a site: packages, classes and methods. */
final class IndexPage {

  /** With more methods than this, only the search lists them. */
  private static final int MOST_METHODS = 3_000;

  private final Markup page = new Markup();
  private final List<Site.Entry> entries;

  private IndexPage(List<Site.Entry> entries) {
    this.entries =
        entries.stream()
            .sorted(Comparator.comparing(Site.Entry::className).thenComparing(Site.Entry::file))
            .toList();
  }

  /** The index of classes. */
  static String of(List<Site.Entry> entries) {
    return new IndexPage(entries).write();
  }

  private int methods() {
    return entries.stream().mapToInt(entry -> entry.methods().size()).sum();
  }

  private String write() {
    page.begin("Weft: what was woven", "");
    page.open("header", "class", "top").open("nav", "aria-label", "Where this is");
    page.element("span", "Weft", "class", "home", "aria-current", "page").close();
    page.open("p", "class", "keys scripted").element("kbd", "/").text(" search").close().close();
    page.open("main", "id", "main", "class", "index");
    page.element("h1", "What was woven");
    totals();
    page.search("Search classes and methods", "id", "search");
    page.open("ol", "id", "results", "class", "scripted", "aria-live", "polite").close();
    page.open("div", "id", "all");
    var packages = new TreeMap<String, List<Site.Entry>>();
    for (Site.Entry entry : entries) {
      packages.computeIfAbsent(entry.packageName(), any -> new ArrayList<>()).add(entry);
    }
    boolean listsMethods = methods() <= MOST_METHODS;
    packages.forEach((name, classes) -> section(name, classes, listsMethods));
    page.close().close();
    page.open("script", "defer", "", "src", "assets/names.js").close();
    return page.end();
  }

  private void totals() {
    long points = entries.stream().mapToLong(Site.Entry::points).sum();
    long refused = entries.stream().mapToLong(Site.Entry::refused).sum();
    page.open("p", "class", "facts");
    page.element("span", count(entries.size(), "class", "classes"));
    page.element("span", count(methods(), "method", "methods"));
    page.element("span", count(points, "suspension point", "suspension points"));
    if (refused > 0) {
      page.element("span", count(refused, "method", "methods") + " refused", "class", "refused");
    }
    page.close();
  }

  private static String count(long number, String one, String several) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : several);
  }

  private void section(String name, List<Site.Entry> classes, boolean listsMethods) {
    page.open("section", "class", "package", "id", FileNames.id(name));
    page.element("h2", name.isEmpty() ? "unnamed package" : name);
    page.open("ul", "class", "classes");
    for (Site.Entry entry : classes) {
      page.open("li");
      page.element("a", entry.simpleName(), "href", entry.file(), "class", "class");
      page.element("small", count(entry.points(), "point", "points"));
      if (entry.refused() > 0) {
        page.element("small", entry.refused() + " refused", "class", "refused");
      }
      if (!entry.from().isEmpty()) {
        page.element("small", entry.from());
      }
      if (listsMethods && !entry.methods().isEmpty()) {
        page.open("span", "class", "methods");
        for (int i = 0; i < entry.methods().size(); i++) {
          page.element("a", entry.methods().get(i), "href", entry.file() + "#m" + (i + 1))
              .text(" ");
        }
        page.close();
      }
      page.close();
    }
    page.close().close();
  }
}
