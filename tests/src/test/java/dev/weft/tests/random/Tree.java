package dev.weft.tests.random;

import java.util.ArrayList;
import java.util.List;

/** A program's text as a tree of {@link Mark marked} parts, each of which can be replaced. */
public final class Tree {

  /** A marked part. */
  public static final class Node {
    final char kind;
    final Type type;
    private final List<Object> parts = new ArrayList<>();
    private final List<Object> otherwise = new ArrayList<>();

    /** What stands in its place: null for itself. */
    private Object substitute;

    private Node(char kind, Type type) {
      this.kind = kind;
      this.type = type;
    }

    Object substitute() {
      return substitute;
    }

    /** Puts a text or another node in this one's place; null takes that back. */
    void substitute(Object textOrNode) {
      substitute = textOrNode;
    }

    /** Whether it is one of these texts. */
    boolean isLeafOf(List<String> texts) {
      return parts.size() == 1 && texts.contains(parts.get(0));
    }

    /** The marked parts just below this one. */
    List<Node> children() {
      var children = new ArrayList<Node>();
      for (Object each : parts) {
        if (each instanceof Node node) {
          children.add(node);
        }
      }
      return children;
    }

    private void render(StringBuilder out, boolean reference) {
      if (substitute instanceof Node other) {
        other.render(out, reference);
      } else if (substitute != null) {
        out.append(substitute);
      } else {
        for (Object each : reference && kind == Mark.EITHER ? otherwise : parts) {
          if (each instanceof Node node) {
            node.render(out, reference);
          } else {
            out.append(each);
          }
        }
      }
    }
  }

  private final String marked;
  private final Node root = new Node('p', null);
  private int at;

  Tree(String marked) {
    this.marked = marked;
    read(root);
  }

  private void read(Node node) {
    List<Object> into = node.parts;
    var text = new StringBuilder();
    while (at < marked.length()) {
      char next = marked.charAt(at++);
      if (next != Mark.OPEN && next != Mark.CLOSE && next != Mark.OR) {
        text.append(next);
        continue;
      }
      into.add(text.toString());
      text.setLength(0);
      if (next == Mark.CLOSE) {
        return;
      } else if (next == Mark.OR) {
        into = node.otherwise;
      } else {
        into.add(child());
      }
    }
    into.add(text.toString());
  }

  private Node child() {
    char kind = marked.charAt(at++);
    Type type = kind == Mark.EXPRESSION ? Type.ALL.get(marked.charAt(at++)) : null;
    var node = new Node(kind, type);
    read(node);
    return node;
  }

  /** All parts of a kind that are still there, outer ones first. */
  List<Node> all(char kind) {
    var found = new ArrayList<Node>();
    collect(root, kind, found);
    return found;
  }

  private static void collect(Node node, char kind, List<Node> found) {
    if (node.substitute instanceof Node other) {
      collect(other, kind, found);
    } else if (node.substitute == null) {
      if (node.kind == kind) {
        found.add(node);
      }
      node.children().forEach(each -> collect(each, kind, found));
    }
  }

  /** The parts of a kind within a part, outer ones first. */
  static List<Node> within(Node node, char kind) {
    var found = new ArrayList<Node>();
    node.children().forEach(each -> collect(each, kind, found));
    return found;
  }

  /** The program as it stands, as source text. */
  public String source() {
    return text(false);
  }

  /** The program that says what is expected of it. */
  public String reference() {
    return text(true);
  }

  private String text(boolean reference) {
    var out = new StringBuilder();
    root.render(out, reference);
    return Layout.indent(out.toString());
  }
}
