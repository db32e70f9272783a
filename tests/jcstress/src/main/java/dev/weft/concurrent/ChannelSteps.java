package dev.weft.concurrent;

import dev.weft.AsyncCallable;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.Woven;
import dev.weft.spi.Scheduler;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Coroutines that make one call of a channel or a select, and a scheduler run by hand. */
final class ChannelSteps implements Scheduler {

  private static final Method RECEIVE =
      find(Channel.class, "receiveOrNull", int.class, WovenCarrier.class);
  private static final Method AWAIT = find(Select.class, "await", int.class, WovenCarrier.class);

  private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();

  /** The published jar hides bodies from the compiler. */
  private static Method find(Class<?> owner, String name, Class<?>... parameters) {
    try {
      return owner.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public void schedule(Runnable step) {
    ready.add(step);
  }

  void run() {
    for (Runnable step = ready.poll(); step != null; step = ready.poll()) {
      step.run();
    }
  }

  /** A coroutine that receives. */
  Task<Object> receive(Channel<?> channel) {
    return Weft.start(this, new Call(RECEIVE, channel));
  }

  /** A coroutine that selects. */
  Task<Object> await(Select<?> select) {
    return Weft.start(this, new Call(AWAIT, select));
  }

  /** What a task that is not to be running any more has ended with, in a word. */
  static String end(Task<?> task) {
    if (!task.isDone()) {
      return "pending";
    }
    return switch (task.state()) {
      case SUCCESS -> String.valueOf(task.resultNow());
      case CANCELLED -> "cancelled";
      default -> "failed";
    };
  }

  @Woven
  private static final class Call implements AsyncCallable<Object> {
    private final Method body;
    private final Object receiver;

    Call(Method body, Object receiver) {
      this.body = body;
      this.receiver = receiver;
    }

    private static void weft$woven() {}

    @Override
    public Object call() {
      throw new UnsupportedOperationException("its body is called");
    }

    /** The body, which the published jar hides. */
    public Object call(int room, WovenCarrier carrier) {
      try {
        return body.invoke(receiver, room, carrier);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
