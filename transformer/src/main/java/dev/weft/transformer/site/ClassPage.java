package dev.weft.transformer.site;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.report.MethodReport;
import java.util.List;

/** Writes the page of one class. */
final class ClassPage {

  private final Markup page = new Markup();
  private final WovenClass woven;
  private final String name;

  private ClassPage(WovenClass woven) {
    this.woven = woven;
    name = ClassNames.binary(woven.name());
  }

  /** The page of a class; it lies in a folder beside the index. */
  static String of(WovenClass woven, ClassPair classes, SourceText source) {
    return new ClassPage(woven).write(classes, source);
  }

  private String write(ClassPair classes, SourceText source) {
    page.begin(InstructionText.simple(name) + " \u00B7 Weft", "../");
    header();
    arrows();
    page.open("div", "class", "layout");
    contents();
    page.open("main", "id", "main");
    page.element("h1", InstructionText.simple(name));
    List<MethodReport> methods = woven.methods();
    if (methods.isEmpty()) {
      page.element(
          "p",
          "No @Async method with code of its own; callers reach the implementations through it.",
          "class",
          "lead");
    } else if (!source.isKnown() && !source.name().isEmpty()) {
      page.element(
          "p",
          source.name() + " was not found; with its folder among the sources it is shown here.",
          "class",
          "lead");
    }
    for (int i = 0; i < methods.size(); i++) {
      var code = new MethodCode(classes, methods.get(i), source);
      new MethodSection(page, methods.get(i), id(i), code).write();
    }
    page.close().close();
    for (String script : List.of("prism", "highlight")) {
      page.open("script", "defer", "", "src", "../assets/" + script + ".js").close();
    }
    return page.end();
  }

  private static String id(int method) {
    return "m" + (method + 1);
  }

  private void header() {
    page.open("header", "class", "top").open("nav", "aria-label", "Where this is");
    page.element("a", "Weft", "href", "../index.html", "class", "home");
    String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (!packageName.isEmpty()) {
      page.element(
          "a",
          packageName,
          "href",
          "../index.html#" + FileNames.id(packageName),
          "class",
          "package");
    }
    page.element("span", InstructionText.simple(name), "class", "here", "aria-current", "page");
    page.close();
    page.open("p", "class", "keys scripted").element("kbd", "j").text(" ").element("kbd", "k");
    page.text(" next and previous point ").element("kbd", "/").text(" search").close();
    page.close();
  }

  /** The heads of the arrows of all pictures. */
  private void arrows() {
    page.open("svg", "class", "svg-parts", "aria-hidden", "true");
    for (String kind : List.of("next", "back", "thrown")) {
      page.open(
          "marker",
          "id",
          "arrow-" + kind,
          "viewBox",
          "0 0 8 8",
          "refX",
          "1",
          "refY",
          "4",
          "markerWidth",
          "8",
          "markerHeight",
          "8",
          "markerUnits",
          "userSpaceOnUse",
          "orient",
          "auto");
      page.empty("path", "d", "M0 0.8 8 4 0 7.2Z").close();
    }
    page.close();
  }

  private void contents() {
    page.open("aside").open("details", "open", "").element("summary", "Methods");
    page.search("Search methods", "data-search", "#contents > li");
    page.open("ol", "id", "contents");
    List<MethodReport> methods = woven.methods();
    for (int i = 0; i < methods.size(); i++) {
      MethodReport method = methods.get(i);
      page.open("li").open("a", "href", "#" + id(i));
      page.element("span", method.method(), "class", "name");
      int points = Math.max(0, method.points().size() - 1);
      page.element(
          "small",
          method.refusal() != null ? "refused" : String.valueOf(points),
          "class",
          method.refusal() != null ? "refused" : "count");
      page.close().close();
    }
    page.close().close().close();
  }
}
