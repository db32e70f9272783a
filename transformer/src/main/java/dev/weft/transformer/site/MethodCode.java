package dev.weft.transformer.site;

import dev.weft.transformer.dump.BodySizes;
import dev.weft.transformer.report.MethodDetails;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Writes the code of a method side by side: its source, what was compiled, what was woven. */
final class MethodCode {

  /** How far above its first line of code a method's head is looked for. */
  private static final int HEAD = 8;

  private final MethodReport method;
  private final BodySizes.Sizes sizes;
  private final @Nullable CodeListing written;

  /** The woven methods' listings, by what they are. */
  private final List<Woven> woven = new ArrayList<>();

  private final SourceText source;
  private final Set<Integer> anchored = new HashSet<>();

  private record Woven(String name, String tab, CodeListing listing) {}

  MethodCode(ClassPair classes, MethodReport method, SourceText source) {
    this.method = method;
    this.source = source;
    sizes = classes.sizes().of(method);
    written = listing(classes.original(), method.descriptor());
    MethodDetails details = method.details();
    if (details != null && written != null) {
      add("Direct body", "direct", classes.woven(), details.directBody());
      add("Resumed body", "resumed", classes.woven(), details.resumedBody());
      add("Entry", "entry", classes.woven(), method.descriptor());
    }
  }

  private void add(String name, String tab, ClassNode owner, String descriptor) {
    CodeListing found = listing(owner, descriptor);
    if (found != null && written != null) {
      woven.add(new Woven(name, tab, found.comparedTo(written)));
    }
  }

  private @Nullable CodeListing listing(ClassNode owner, String descriptor) {
    for (MethodNode each : owner.methods) {
      if (each.name.equals(method.method())
          && each.desc.equals(descriptor)
          && each.instructions.size() > 0) {
        return CodeListing.of(each);
      }
    }
    return null;
  }

  /** What is said of the sizes of its code. */
  List<String> sizes() {
    var said = new ArrayList<String>();
    said.add(sizes.written() + " bytes of code as written");
    if (method.details() != null) {
      said.add(
          "woven: entry "
              + sizes.entry()
              + ", direct body "
              + sizes.direct()
              + ", resumed body "
              + sizes.resumed());
    }
    return said;
  }

  Optional<String> hugeWarning() {
    return sizes.isHuge()
        ? Optional.of(
            "A body has over "
                + BodySizes.HUGE_METHOD
                + " bytes of code: HotSpot will not compile it. Split the method.")
        : Optional.empty();
  }

  /** Writes it. */
  void write(Markup page, String id) {
    if (written == null) {
      return;
    }
    page.open("div", "class", "panes" + (source.isKnown() ? "" : " sourceless"));
    List<SourceText.Line> lines = source.linesOf(written.lines(), HEAD);
    if (!lines.isEmpty()) {
      page.open("section", "class", "pane source").element("h4", source.name());
      page.open("div", "class", "code", "data-lang", source.language(), "tabindex", "0");
      for (SourceText.Line line : lines) {
        anchored.add(line.number());
        String number = String.valueOf(line.number());
        page.open("div", "id", id + "-l" + number, "data-l", number);
        page.element("b", String.valueOf(line.number())).text(line.text() + "\n").close();
      }
      page.close().close();
    }
    page.open("section", "class", "pane").element("h4", "Bytecode as written");
    code(page, written, id);
    page.close();
    wovenPane(page, id);
    page.close();
  }

  private void wovenPane(Markup page, String id) {
    if (woven.isEmpty()) {
      return;
    }
    page.open("section", "class", "pane woven");
    for (Woven each : woven) {
      String tab = id + "-" + each.tab();
      boolean first = each.equals(woven.get(0));
      page.empty(
          "input", "type", "radio", "name", id + "-woven", "id", tab, first ? "checked" : "", "");
      page.element("label", each.name(), "for", tab);
    }
    for (Woven each : woven) {
      page.open("div", "class", "body " + each.tab());
      code(page, each.listing(), id);
      page.close();
    }
    page.close();
  }

  private String anchor(String id, int line) {
    return anchored.add(line) ? id + "-l" + line : "";
  }

  private void code(Markup page, CodeListing listing, String id) {
    page.open("div", "class", "code", "data-lang", "bytecode", "tabindex", "0");
    for (CodeListing.Run run : listing.runs()) {
      String anchor = run.line() > 0 ? anchor(id, run.line()) : "";
      page.open("div", anchor.isEmpty() ? "" : "id", anchor, "data-l", String.valueOf(run.line()));
      page.element("b", run.line() > 0 ? String.valueOf(run.line()) : "");
      rows(page, run.rows());
      page.close();
    }
    if (!listing.handlers().isEmpty()) {
      page.open("div", "class", "handlers").element("b", "");
      page.text(String.join("\n", listing.handlers())).close();
    }
    page.close();
  }

  /** Rows of one sort together: a page should have few elements. */
  private static void rows(Markup page, List<CodeListing.Row> rows) {
    int from = 0;
    while (from < rows.size()) {
      CodeListing.Row first = rows.get(from);
      int to = from;
      var text = new StringBuilder();
      while (to < rows.size()
          && rows.get(to).isLabel() == first.isLabel()
          && rows.get(to).added() == first.added()) {
        text.append(rows.get(to).text()).append('\n');
        to++;
      }
      if (first.isLabel()) {
        page.element("u", text.toString());
      } else if (first.added()) {
        page.element("i", text.toString());
      } else {
        page.text(text.toString());
      }
      from = to;
    }
  }
}
