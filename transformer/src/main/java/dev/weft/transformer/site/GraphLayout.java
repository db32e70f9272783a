package dev.weft.transformer.site;

import dev.weft.transformer.facts.FlowGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graphper.api.Graphviz;
import org.graphper.api.Line;
import org.graphper.api.Node;
import org.graphper.api.attributes.Layout;
import org.graphper.api.attributes.NodeShapeEnum;
import org.graphper.def.FlatPoint;
import org.graphper.draw.DrawGraph;
import org.graphper.draw.ExecuteException;
import org.graphper.draw.LineDrawProp;
import org.graphper.draw.NodeDrawProp;

/**
 * Where the nodes and edges of a graph are drawn, in layers, as Graphviz's {@code dot} places them.
 * A library does it, of which nothing else knows.
 *
 * @param nodes their centres, by id
 * @param edges their ways, in the order of the graph's
 */
record GraphLayout(
    Map<Integer, Point> nodes, List<Path> edges, double x, double y, double width, double height) {

  /** Nodes are drawn so high. */
  static final double NODE_HEIGHT = 28;

  private static final double PIXELS_PER_INCH = 72;
  private static final double MARGIN = 10;

  /** A place in pixels. */
  record Point(double x, double y) {
    double distance(Point other) {
      return Math.hypot(x - other.x, y - other.y);
    }
  }

  /**
   * The way of an edge.
   *
   * @param curved whether its points are those of Bézier curves: a start, and three for each
   */
  record Path(List<Point> points, boolean curved) {}

  /**
   * Places a graph.
   *
   * @param widths of the nodes, by id
   */
  static GraphLayout of(FlowGraph graph, Map<Integer, Double> widths) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(GraphLayout.class.getClassLoader()); // by which parts are found
    try {
      return new Placing(graph).place(widths);
    } catch (ExecuteException e) {
      throw new IllegalStateException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final class Placing {
    private final FlowGraph graph;
    private final Map<Integer, Node> nodes = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private double right = -Double.MAX_VALUE;
    private double left = Double.MAX_VALUE;
    private double bottom = -Double.MAX_VALUE;
    private double top = Double.MAX_VALUE;

    Placing(FlowGraph graph) {
      this.graph = graph;
    }

    GraphLayout place(Map<Integer, Double> widths) throws ExecuteException {
      DrawGraph drawn = Layout.DOT.getLayoutEngine().layout(build(widths));
      var places = new HashMap<Integer, Point>();
      nodes.forEach(
          (id, node) -> {
            NodeDrawProp place = Objects.requireNonNull(drawn.getNodeDrawProp(node));
            double half = Objects.requireNonNull(widths.get(id)) / 2;
            include(place.getX() - half, place.getY() - NODE_HEIGHT / 2);
            include(place.getX() + half, place.getY() + NODE_HEIGHT / 2);
            places.put(id, new Point(place.getX(), place.getY()));
          });
      var ways = new ArrayList<Path>();
      for (int i = 0; i < lines.size(); i++) {
        Point end = Objects.requireNonNull(places.get(graph.edges().get(i).to()));
        ways.add(way(Objects.requireNonNull(drawn.getLineDrawProp(lines.get(i))), end));
      }
      return new GraphLayout(
          places,
          ways,
          left - MARGIN,
          top - MARGIN,
          right - left + 2 * MARGIN,
          bottom - top + 2 * MARGIN);
    }

    private Graphviz build(Map<Integer, Double> widths) {
      Graphviz.GraphvizBuilder builder = Graphviz.digraph().rankSep(0.35).nodeSep(0.3);
      for (FlowGraph.Node each : graph.nodes()) {
        Node node =
            Node.builder()
                .id(String.valueOf(each.id()))
                .shape(NodeShapeEnum.RECT)
                .fixedSize(true)
                .width(Objects.requireNonNull(widths.get(each.id())) / PIXELS_PER_INCH)
                .height(NODE_HEIGHT / PIXELS_PER_INCH)
                .build();
        nodes.put(each.id(), node);
        builder.addNode(node);
      }
      for (FlowGraph.Edge each : graph.edges()) {
        Line line =
            Line.builder(
                    Objects.requireNonNull(nodes.get(each.from())),
                    Objects.requireNonNull(nodes.get(each.to())))
                .build();
        lines.add(line);
        builder.addLine(line);
      }
      return builder.build();
    }

    /** The library gives the way of an edge that leads upwards from its end to its start. */
    private Path way(LineDrawProp line, Point end) {
      var points = new ArrayList<Point>();
      for (FlatPoint each : line) {
        include(each.getX(), each.getY());
        points.add(new Point(each.getX(), each.getY()));
      }
      if (points.get(0).distance(end) < points.get(points.size() - 1).distance(end)) {
        Collections.reverse(points);
      }
      return new Path(points, line.isBesselCurve() && points.size() % 3 == 1);
    }

    private void include(double x, double y) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
}
