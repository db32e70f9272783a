package dev.weft.transformer.site;

import dev.weft.transformer.facts.FlowGraph;
import dev.weft.transformer.facts.FlowGraph.Edge;
import dev.weft.transformer.facts.FlowGraph.Node;
import dev.weft.transformer.facts.FlowGraph.NodeKind;
import dev.weft.transformer.report.MethodDetails;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws how the states of a method follow one another; each point leads to what is kept there. */
final class FlowPicture {

  /** Larger graphs show nothing to the eye. */
  private static final int MOST_NODES = 80;

  private static final int MOST_EDGES = 220;
  private static final double CHARACTER = 6.7;
  private static final double PADDING = 22;
  private static final double BADGE = 20;
  private static final int LONGEST = 26;

  private final Markup page;
  private final FlowGraph graph;
  private final MethodDetails details;
  private final String method;

  /**
   * A picture to draw.
   *
   * @param method the method's id in the page
   */
  FlowPicture(Markup page, MethodDetails details, String method) {
    this.page = page;
    this.details = details;
    this.method = method;
    graph = details.graph();
  }

  void write() {
    page.open("figure", "class", "flow");
    if (graph.nodes().size() > MOST_NODES || graph.edges().size() > MOST_EDGES) {
      page.element("p", "Too many branches for a picture.", "class", "note");
    } else {
      draw();
    }
    page.open("details").element("summary", "In words");
    page.open("ul", "class", "edges");
    for (Node from : graph.nodes()) {
      String to =
          graph.edges().stream()
              .filter(edge -> edge.from() == from.id())
              .map(edge -> label(node(edge.to())) + (edge.exceptional() ? " if it throws" : ""))
              .collect(Collectors.joining(", "));
      if (!to.isEmpty()) {
        page.element("li", label(from) + " leads to " + to);
      }
    }
    page.close().close().close();
  }

  private Node node(int id) {
    return graph.nodes().stream().filter(node -> node.id() == id).findFirst().orElseThrow();
  }

  private void draw() {
    Map<Integer, Double> widths = new HashMap<>();
    graph.nodes().forEach(node -> widths.put(node.id(), width(node)));
    GraphLayout layout;
    try {
      layout = GraphLayout.of(graph, widths);
    } catch (RuntimeException | LinkageError e) { // the rest of the page is as good without
      page.element("p", "The picture could not be drawn: " + e, "class", "note");
      return;
    }
    page.open(
        "svg",
        "viewBox",
        number(layout.x(), layout.y(), layout.width(), layout.height()),
        "width",
        number(layout.width()),
        "height",
        number(layout.height()),
        "role",
        "img",
        "aria-label",
        "How the states follow one another; below it stands the same in words");
    List<Edge> edges = graph.edges();
    for (int i = 0; i < edges.size(); i++) {
      edge(edges.get(i), layout.edges().get(i));
    }
    for (Node node : graph.nodes()) {
      GraphLayout.Point at = layout.nodes().get(node.id());
      if (at != null) {
        node(node, at, width(node));
      }
    }
    page.close();
  }

  private double width(Node node) {
    if (node.kind() == NodeKind.BRANCH) {
      return GraphLayout.NODE_HEIGHT / 2;
    }
    double badge = node.kind() == NodeKind.POINT ? BADGE : 0;
    return words(node).length() * CHARACTER + PADDING + badge;
  }

  private void edge(Edge edge, GraphLayout.Path way) {
    var path = new StringBuilder("M");
    List<GraphLayout.Point> points = way.points();
    for (int i = 0; i < points.size(); i++) {
      boolean starts = i == 1 || (way.curved() && i > 1 && i % 3 == 1);
      path.append(starts ? (way.curved() ? "C" : "L") : i == 0 ? "" : " ");
      path.append(number(points.get(i).x(), points.get(i).y()));
    }
    String kind = edge.exceptional() ? "thrown" : edge.to() <= edge.from() ? "back" : "next";
    page.empty(
        "path", "class", kind, "d", path.toString(), "marker-end", "url(#arrow-" + kind + ")");
  }

  private void node(Node node, GraphLayout.Point at, double width) {
    String kind = node.kind().name().toLowerCase(Locale.ROOT);
    boolean point = node.kind() == NodeKind.POINT;
    if (point) {
      page.open("a", "href", "#" + method + "-s" + node.state(), "style", Colours.of(node.state()));
    }
    double height = GraphLayout.NODE_HEIGHT;
    page.open("g", "class", kind);
    if (node.kind() == NodeKind.BRANCH) {
      page.empty("circle", "cx", number(at.x()), "cy", number(at.y()), "r", "4");
    } else {
      page.empty(
          "rect",
          "x",
          number(at.x() - width / 2),
          "y",
          number(at.y() - height / 2),
          "width",
          number(width),
          "height",
          number(height),
          "rx",
          node.kind() == NodeKind.POINT ? "6" : "14");
      double shift = point ? BADGE / 2 : 0;
      if (point) {
        double x = at.x() - width / 2 + BADGE / 2 + 5;
        page.empty("circle", "cx", number(x), "cy", number(at.y()), "r", "9");
        page.element(
            "text",
            String.valueOf(node.state()),
            "x",
            number(x),
            "y",
            number(at.y()),
            "class",
            "n");
      }
      page.element("text", words(node), "x", number(at.x() + shift), "y", number(at.y()));
    }
    page.close();
    if (point) {
      page.close();
    }
  }

  /** What stands in a node. */
  private String words(Node node) {
    String line = node.line() > 0 ? " \u00B7 " + node.line() : "";
    return switch (node.kind()) {
      case START -> "start";
      case POINT -> shortened(callee(node.state())) + line;
      case LOOP -> "loop" + line;
      case HANDLER ->
          (node.detail().isEmpty()
                  ? "finally"
                  : "catch " + shortened(InstructionText.simple(node.detail())))
              + line;
      case BRANCH -> "";
      case RETURN -> "return";
      case THROW -> "throw";
    };
  }

  private String callee(int state) {
    return InstructionText.simple(details.states().get(state).callee());
  }

  private static String shortened(String name) {
    return name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "\u2026" : name;
  }

  /** What a node is called in text. */
  private String label(Node node) {
    String line = node.line() > 0 ? " in line " + node.line() : "";
    return switch (node.kind()) {
      case START -> "the start";
      case POINT -> "state " + node.state();
      case LOOP -> "the loop" + line;
      case HANDLER -> "the handler" + line;
      case BRANCH -> "a branch" + line;
      case RETURN -> "the return";
      case THROW -> "a throw";
    };
  }

  private static String number(double... values) {
    var text = new StringBuilder();
    for (double each : values) {
      text.append(text.isEmpty() ? "" : " ").append(Math.round(each * 10) / 10.0);
    }
    return text.toString();
  }
}
