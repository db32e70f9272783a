package dev.weft.benchmarks.handwritten;

/** Each coroutine starts ten more, until a million have; their numbers are added up. */
public final class Skynet {

  private final Carrier carrier = new Carrier();

  /** A coroutine, its task and the join of its children in one. */
  private static final class Node extends Frame {
    private final long number;
    private int size;
    private int pending;
    private long sum;

    Node(Node parent, long number, int size) {
      this.parent = parent;
      this.number = number;
      this.size = size;
    }

    @Override
    void resume(Carrier c) {
      if (state == 0) {
        if (size > 1) {
          startChildren(c);
          return;
        }
        sum = number;
      }
      if (parent != null) {
        ((Node) parent).childDone(sum, c);
      }
      c.unwinding = true; // the parent is told, not resumed here
    }

    private void startChildren(Carrier c) {
      state = 1;
      pending = 10;
      for (int i = 0; i < 10; i++) {
        c.ready(new Node(this, number + i * (size / 10L), size / 10));
      }
      c.unwinding = true;
    }

    private void childDone(long result, Carrier c) {
      sum += result;
      if (--pending == 0) {
        c.ready(this);
      }
    }
  }

  /** Each start goes through the ready queue. */
  public long queued(int size) {
    var root = new Node(null, 0, size);
    carrier.ready(root);
    carrier.run();
    return root.sum;
  }

  /** What a started coroutine returns: its result. Nobody ever waits for it here. */
  private static final class Task {
    long result;
    boolean done;
  }

  private static Task start(long number, int size, Carrier c) {
    var task = new Task();
    long result = node(number, size, c);
    if (!c.unwinding) {
      task.result = result;
      task.done = true;
    }
    return task;
  }

  private static long node(long number, int size, Carrier c) {
    if (size == 1) {
      return number;
    }
    var children = new Task[10];
    for (int i = 0; i < 10; i++) {
      children[i] = start(number + i * (size / 10L), size / 10, c);
    }
    long sum = 0;
    for (Task child : children) {
      if (!child.done) {
        throw new IllegalStateException("these tasks do not suspend");
      }
      sum += child.result;
    }
    return sum;
  }

  /** Each coroutine starts at once, and none has to suspend. */
  public long eager(int size) {
    return start(0, size, carrier).result;
  }
}
