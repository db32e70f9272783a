package dev.weft.transformer.site;

import dev.weft.transformer.facts.FramePart;
import dev.weft.transformer.report.MethodDetails;
import dev.weft.transformer.report.MethodDetails.Kept;
import dev.weft.transformer.report.MethodDetails.State;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Writes what each state of a method keeps and leaves, and what a resumption there does. */
final class PointCards {

  private static final String NOT_STARTED =
      "The call has not started: the stack was too deep for it, or it waits to be begun.";

  private final Markup page;
  private final MethodReport method;
  private final MethodDetails details;
  private final String id;

  PointCards(Markup page, MethodReport method, MethodDetails details, String id) {
    this.page = page;
    this.method = method;
    this.details = details;
    this.id = id;
  }

  void write() {
    page.open("div", "class", "cards");
    for (int state = 0; state < details.states().size(); state++) {
      card(state, details.states().get(state));
    }
    page.close();
  }

  /** Which variable is kept where, at one look. */
  void lifetimes() {
    Set<String> variables = new LinkedHashSet<>();
    for (State state : details.states()) {
      state.kept().forEach(kept -> variables.add(kept.variable()));
      state.dead().forEach(dead -> variables.add(dead.variable()));
    }
    if (variables.isEmpty()) {
      return;
    }
    page.element(
        "p", "What lives where: the field that keeps a variable, by state", "class", "caption");
    page.open("div", "class", "scroll").open("table", "class", "lifetimes");
    page.open("thead").open("tr").element("td", "");
    for (int state = 0; state < details.states().size(); state++) {
      page.open("th", "scope", "col", "style", Colours.of(state));
      page.element("a", String.valueOf(state), "class", "badge", "href", link(state)).close();
    }
    page.close().close().open("tbody");
    for (String variable : variables) {
      page.open("tr").element("th", variable, "scope", "row");
      for (int state = 0; state < details.states().size(); state++) {
        cell(state, variable);
      }
      page.close();
    }
    page.close().close().close();
  }

  private void cell(int number, String variable) {
    State state = details.states().get(number);
    Kept kept =
        state.kept().stream()
            .filter(each -> each.variable().equals(variable))
            .findFirst()
            .orElse(null);
    boolean dead = state.dead().stream().anyMatch(each -> each.variable().equals(variable));
    if (kept != null) {
      String field = kept.field() == null ? "\u2713" : kept.field();
      page.element("td", field, "class", "kept", "style", Colours.of(number));
    } else {
      page.element("td", dead ? "\u00D7" : "", "class", dead ? "dead" : "");
    }
  }

  private String link(int state) {
    return "#" + id + "-s" + state;
  }

  private void card(int number, State state) {
    page.open("article", "id", id + "-s" + number, "class", "card", "style", Colours.of(number));
    page.open("h3").element("span", String.valueOf(number), "class", "badge");
    int line = method.points().get(number).line();
    if (number == 0) {
      page.text("Not started").close();
      page.element("p", NOT_STARTED);
    } else {
      page.text(line > 0 ? "Line " : "Line unknown");
      if (line > 0) {
        page.element("a", String.valueOf(line), "href", "#" + id + "-l" + line);
      }
      page.close();
      page.open("p").text("Suspends in ").element("code", state.callee());
      page.text((state.awaits().isEmpty() ? "" : ", awaited by " + state.awaits()) + ": ");
      page.text(state.linkage() + ".").close();
    }
    kept(state);
    dead(state);
    resumption(number, state, line);
    page.close();
  }

  private void kept(State state) {
    page.element("h4", state.kept().isEmpty() ? "Nothing is kept" : "Kept in the frame");
    if (state.kept().isEmpty()) {
      return;
    }
    page.open("table", "class", "kept-table").open("tbody");
    for (Kept kept : state.kept()) {
      page.open("tr").element("th", kept.variable(), "scope", "row");
      page.element("td", InstructionText.simple(kept.type()));
      page.element("td", place(kept));
      page.close();
    }
    page.close().close();
  }

  private String place(Kept kept) {
    if (kept.field() == null) {
      return kept.otherwise();
    }
    return details.frame().stream()
        .filter(part -> part.name().equals(kept.field()) && part.use() == FramePart.Use.FIELD)
        .map(part -> part.name() + ", " + range(part))
        .findFirst()
        .orElse(kept.field());
  }

  private static String range(FramePart part) {
    return "bytes " + part.offset() + "\u2013" + (part.offset() + part.bytes() - 1);
  }

  private void dead(State state) {
    if (state.dead().isEmpty() && state.cleared().isEmpty()) {
      return;
    }
    page.element("h4", "Not kept").open("ul");
    for (MethodDetails.Dead dead : state.dead()) {
      page.open("li").element("code", dead.variable()).text(": " + dead.reason()).close();
    }
    if (!state.cleared().isEmpty()) {
      page.open("li").element("code", String.join(", ", state.cleared()));
      page.text(": cleared, so that what other states kept there can be collected").close();
    }
    page.close();
  }

  private void resumption(int number, State state, int line) {
    var steps = new ArrayList<String>();
    state.kept().stream()
        .filter(kept -> !kept.onStack())
        .forEach(kept -> steps.add(restored(kept)));
    state.kept().stream().filter(Kept::onStack).forEach(kept -> steps.add(restored(kept)));
    for (String monitor : state.monitors()) {
      steps.add("enters the monitor of " + monitor);
    }
    if (number > 0 && !state.result().equals("void")) {
      steps.add(
          "takes the result, "
              + InstructionText.simple(state.result())
              + ", or throws what the call has thrown");
    } else if (number > 0) {
      steps.add("throws what the call has thrown, if it has");
    }
    steps.add(goesOn(number, state, line));
    page.element("h4", "A resumption").open("ol");
    steps.forEach(step -> page.element("li", step));
    page.close();
  }

  private String goesOn(int number, State state, int line) {
    if (number == 0) {
      return "begins the method";
    }
    String where = line > 0 ? "goes on in line " + line : "goes on behind the call";
    return state.copyOf() < 0
        ? where
        : where + ", in the copy of " + MethodSection.name(details.loops().get(state.copyOf()));
  }

  private static String restored(Kept kept) {
    String verb = kept.onStack() ? "pushes " : "restores ";
    if (kept.field() == null) {
      return verb + kept.variable() + ", which " + kept.otherwise();
    }
    String cast =
        kept.cast() == null
            ? ""
            : ", cast to " + InstructionText.simple(Objects.requireNonNull(kept.cast()));
    return verb + kept.variable() + " from " + kept.field() + cast;
  }
}
