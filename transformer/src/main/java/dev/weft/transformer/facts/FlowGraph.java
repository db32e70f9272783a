package dev.weft.transformer.facts;

import java.util.List;

/**
 * How the states of a method follow one another: its control flow graph without the blocks that
 * only lead from one place to another.
 *
 * @param nodes in code order, the ends last
 * @param edges each once
 */
public record FlowGraph(List<Node> nodes, List<Edge> edges) {

  /** What a node stands for. */
  public enum NodeKind {
    /** The beginning of the method. */
    START,
    /** A suspension point. */
    POINT,
    /** The header of a loop that holds suspension points. */
    LOOP,
    /** The beginning of an exception handler that suspension points lead to. */
    HANDLER,
    /** Where several ways come together and part again. */
    BRANCH,
    /** All returns. */
    RETURN,
    /** All exceptions that are thrown here and not caught. */
    THROW
  }

  /**
   * A node.
   *
   * @param id by which edges name it
   * @param state of a point, or 0
   * @param line where its code begins, or 0
   * @param detail of a handler, internal name of what it catches, or empty for all; else empty
   */
  public record Node(int id, NodeKind kind, int state, int line, String detail) {}

  /**
   * An edge.
   *
   * @param exceptional whether it is taken by what is thrown
   */
  public record Edge(int from, int to, boolean exceptional) {}
}
