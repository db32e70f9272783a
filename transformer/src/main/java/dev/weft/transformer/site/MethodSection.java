package dev.weft.transformer.site;

import dev.weft.transformer.facts.FramePart;
import dev.weft.transformer.facts.LoopOfPoints;
import dev.weft.transformer.report.MethodDetails;
import dev.weft.transformer.report.MethodReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Writes what a class's page has of one method. */
final class MethodSection {

  private final Markup page;
  private final MethodReport method;
  private final String id;
  private final MethodCode code;

  /**
   * A section to write.
   *
   * @param id by which links find it
   */
  MethodSection(Markup page, MethodReport method, String id, MethodCode code) {
    this.page = page;
    this.method = method;
    this.id = id;
    this.code = code;
  }

  void write() {
    page.open("section", "class", "method", "id", id);
    page.open("h2").element("span", method.kind(), "class", "kind " + method.kind());
    page.element("a", signature(method), "href", "#" + id).close();
    MethodDetails details = method.details();
    facts(details);
    if (method.refusal() != null) {
      callout("Not woven", method.refusal(), "refusal");
    }
    method.warnings().forEach(warning -> callout("Warning", warning, "warning"));
    code.hugeWarning().ifPresent(warning -> callout("Warning", warning, "warning"));
    PointCards cards =
        details == null || details.states().size() < 2
            ? null
            : new PointCards(page, method, details, id);
    if (details != null) {
      overview(details, cards);
      frame(details);
    }
    code.write(page, id);
    if (cards != null) {
      cards.write();
    }
    page.close();
  }

  private void overview(MethodDetails details, @Nullable PointCards cards) {
    if (cards == null) {
      return;
    }
    page.open("div", "class", "overview");
    new FlowPicture(page, details, id).write();
    page.open("div", "class", "tables");
    points(details);
    cards.lifetimes();
    page.close().close();
    loops(details);
  }

  /** The method's signature, by simple names. */
  static String signature(MethodReport method) {
    String result = InstructionText.simple(Type.getReturnType(method.descriptor()));
    return result + " " + method.method() + InstructionText.parameters(method.descriptor());
  }

  private void facts(@Nullable MethodDetails details) {
    page.open("p", "class", "facts");
    if (details != null) {
      int points = details.states().size() - 1;
      page.element(
          "span",
          points == 0
              ? "never suspends"
              : points == 1 ? "1 suspension point" : points + " suspension points");
      page.element("span", "frame of " + method.frameBytes() + " bytes");
    }
    code.sizes().forEach(size -> page.element("span", size));
    page.close();
  }

  private void callout(String what, String message, String kind) {
    page.open("p", "class", "callout " + kind).element("strong", what).text(" " + message).close();
  }

  private void points(MethodDetails details) {
    page.open("div", "class", "scroll").open("table", "class", "points");
    page.open("thead").open("tr");
    List.of("State", "Line", "Suspends in", "Keeps", "Goes on")
        .forEach(head -> page.element("th", head, "scope", "col"));
    page.close().close().open("tbody");
    for (int state = 0; state < details.states().size(); state++) {
      MethodDetails.State each = details.states().get(state);
      int line = method.points().get(state).line();
      page.open("tr", "style", Colours.of(state));
      page.open("td").open("a", "class", "badge", "href", "#" + id + "-s" + state);
      page.text(String.valueOf(state)).close().close();
      page.element("td", line > 0 ? String.valueOf(line) : "\u2013");
      page.element("td", state == 0 ? "not started" : shortCallee(each), "class", "call");
      page.element("td", names(each));
      page.element("td", goesOn(details, state));
      page.close();
    }
    page.close().close().close();
  }

  private static String shortCallee(MethodDetails.State state) {
    String owner = state.callee().substring(0, Math.max(0, state.callee().lastIndexOf('.')));
    String name = state.callee().substring(owner.length());
    return InstructionText.simple(owner)
        + name
        + (state.awaits().isEmpty() ? "" : " and " + state.awaits());
  }

  private static String names(MethodDetails.State state) {
    return state.kept().isEmpty()
        ? "nothing"
        : state.kept().stream().map(MethodDetails.Kept::variable).collect(Collectors.joining(", "));
  }

  private static String goesOn(MethodDetails details, int state) {
    int loop = details.states().get(state).copyOf();
    return state == 0
        ? "at the start"
        : loop < 0 ? "in place" : "in the copy of " + name(details.loops().get(loop));
  }

  /** How a loop is called. */
  static String name(LoopOfPoints loop) {
    return loop.line() > 0 ? "the loop of line " + loop.line() : "the loop";
  }

  private void loops(MethodDetails details) {
    if (!details.loopNote().isEmpty()) {
      callout("Loops", details.loopNote(), "note");
    }
    if (details.loops().isEmpty()) {
      return;
    }
    page.open("ul", "class", "loops");
    for (LoopOfPoints loop : details.loops()) {
      String lines = loop.lines().isEmpty() ? "" : span(loop.lines());
      String states =
          loop.states().isEmpty()
              ? "no point directly in it"
              : (loop.states().size() == 1 ? "state " : "states ")
                  + loop.states().stream().map(String::valueOf).collect(Collectors.joining(", "));
      String around = loop.outer() < 0 ? "" : ", inside " + name(details.loops().get(loop.outer()));
      String copy =
          loop.copied() == 0
              ? "entered in the middle"
              : loop.copied()
                  + " of its "
                  + loop.instructions()
                  + " instructions stand a second time in the resumed body, in front of it: there the"
                  + " interrupted round is finished";
      page.element("li", capital(name(loop)) + lines + around + ": " + states + "; " + copy + ".");
    }
    page.close();
  }

  private static String span(List<Integer> lines) {
    int first = lines.get(0);
    int last = lines.get(lines.size() - 1);
    return first == last || first == 0 ? "" : " (lines " + first + " to " + last + ")";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void frame(MethodDetails details) {
    page.open("figure", "class", "frame");
    page.element(
        "figcaption",
        "Frame: "
            + method.frameBytes()
            + " bytes, as HotSpot of Java "
            + Runtime.version().feature()
            + " lays it out with compressed references");
    page.open("ol", "class", "bytes");
    for (FramePart part : details.frame()) {
      String kind = part.use().name().toLowerCase(Locale.ROOT);
      page.open("li", "class", kind, "style", "flex-grow:" + part.bytes());
      page.element("small", String.valueOf(part.offset()));
      page.element("b", part.name());
      page.element("span", part.type().isEmpty() ? part.bytes() + " B" : part.type());
      if (part.use() == FramePart.Use.FIELD) {
        page.element("i", holders(details, part.name()));
      }
      page.close();
    }
    page.close().close();
  }

  private static String holders(MethodDetails details, String field) {
    return details.states().stream()
        .flatMap(state -> state.kept().stream())
        .filter(kept -> field.equals(kept.field()))
        .map(MethodDetails.Kept::variable)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
