package dev.weft.benchmarks.handwritten;

/**
 * {@link Skynet} with what its coroutines promise elsewhere: each is a task that keeps its result,
 * an object, for whoever waits for it, and a parent waits for its children one after the other.
 */
public final class SkynetOfTasks {

  private final Carrier carrier = new Carrier();

  /** A coroutine and its task in one. */
  private static final class Node extends Frame {
    private final long number;
    private final int size;
    private Long value;
    private Frame waiter;

    Node(long number, int size) {
      this.number = number;
      this.size = size;
    }

    @Override
    void resume(Carrier c) {
      if (state != 0) {
        complete(c.longResult, c);
      } else if (size == 1) {
        complete(number, c);
      } else {
        state = 1;
        new Join(this, startChildren(c)).resume(c); // it suspends: none of them has begun
      }
    }

    private Node[] startChildren(Carrier c) {
      var children = new Node[10];
      for (int i = 0; i < children.length; i++) {
        children[i] = new Node(number + i * (size / 10L), size / 10);
        c.ready(children[i]);
      }
      return children;
    }

    private void complete(long result, Carrier c) {
      value = result;
      if (waiter != null) {
        c.ready(waiter);
      }
    }
  }

  /** The wait for all children, whose results are added up. */
  private static final class Join extends Frame {
    private final Node[] children;
    private int i;
    private long sum;

    Join(Node parent, Node[] children) {
      this.parent = parent;
      this.children = children;
    }

    @Override
    void resume(Carrier c) {
      for (; i < children.length; i++) {
        Node child = children[i];
        if (child.value == null) {
          child.waiter = this;
          c.suspend(this);
          return;
        }
        sum += child.value;
      }
      c.longResult = sum;
    }
  }

  /** Each start goes through the ready queue. */
  public long queued(int size) {
    var root = new Node(0, size);
    carrier.ready(root);
    carrier.run();
    return root.value;
  }
}
