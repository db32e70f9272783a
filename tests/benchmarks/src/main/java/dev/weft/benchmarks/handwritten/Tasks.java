package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Toggle;

/** Tasks started and awaited: one after the other, and a thousand at a time. */
public final class Tasks {

  private final Carrier carrier = new Carrier();

  /** A result, or the one frame that waits for it. */
  private static final class Task extends Frame {
    private Object value;
    private boolean done;
    private Frame waiter;

    /**
     * Completes the task with the coroutine's result: a task is its coroutine's outermost frame.
     */
    @Override
    void resume(Carrier c) {
      complete(c.result, c);
    }

    void complete(Object result, Carrier c) {
      value = result;
      done = true;
      if (waiter != null) {
        c.ready(waiter);
      }
    }
  }

  private static Object child(Object value, Carrier c) {
    if (Toggle.suspend) {
      c.yieldNow(new Child(value));
      return null;
    }
    return value;
  }

  private static Task start(Object value, Carrier c) {
    var task = new Task();
    Object result = child(value, c);
    if (c.unwinding) {
      c.link(task);
      c.started();
    } else {
      task.complete(result, c);
    }
    return task;
  }

  /** Starts {@code n} tasks that finish at once, and takes each one's result. */
  public long startAndComplete(Integer[] values, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      Task task = start(values[i % values.length], carrier);
      if (!task.done) {
        throw new IllegalStateException("these children do not suspend");
      }
      sum += (Integer) task.value;
    }
    return sum;
  }

  private static final class Child extends Frame {
    private final Object value;

    Child(Object value) {
      this.value = value;
    }

    @Override
    void resume(Carrier c) {
      c.result = value;
    }
  }

  private static final class Join extends Frame {
    private final Task[] children;
    private int i;
    private long sum;

    Join(int n) {
      children = new Task[n];
    }

    void fork(Integer[] values, Carrier c) {
      for (int k = 0; k < children.length; k++) {
        var task = new Task();
        children[k] = task;
        var child = new Child(values[k % values.length]);
        child.parent = task;
        c.ready(child);
      }
    }

    @Override
    void resume(Carrier c) {
      for (; i < children.length; i++) {
        Task child = children[i];
        if (!child.done) {
          child.waiter = this;
          c.suspend(this);
          return;
        }
        sum += (Integer) child.value;
      }
      c.longResult = sum;
    }
  }

  /** Starts {@code n} children through the ready queue and waits for all. */
  public long forkJoin(Integer[] values, int n) {
    var join = new Join(n);
    join.fork(values, carrier);
    join.resume(carrier);
    carrier.started();
    carrier.run();
    return carrier.longResult;
  }
}
