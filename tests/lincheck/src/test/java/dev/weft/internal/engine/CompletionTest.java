package dev.weft.internal.engine;

import dev.weft.lincheck.Checked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** One result: the first outcome stays, and each who waits is told of it once. */
public class CompletionTest extends Checked {

  private static final int WAITERS = 4;

  /** A result of which a request to cancel is a failure like any other. */
  private static final class Result extends Completion {
    boolean completeWith(int value) {
      return complete(value);
    }

    boolean failWith(String message) {
      return fail(new IllegalStateException(message));
    }

    Object outcome() {
      try {
        return isDone() ? result() : "pending";
      } catch (Throwable failure) {
        return failure.getMessage();
      }
    }

    @Override
    protected void completed(Completion done) {
      throw new UnsupportedOperationException("waits for nothing");
    }

    @Override
    public boolean cancel() {
      return failWith("cancelled");
    }
  }

  private final Result result = new Result();
  private final Counting[] waiters = new Counting[WAITERS];

  /** Counts how often it is told. */
  private static final class Counting extends Waiter {
    private final AtomicInteger told = new AtomicInteger();
    private volatile Object seen;

    @Override
    protected void completed(Completion done) {
      told.incrementAndGet();
      seen = ((Result) done).outcome();
    }
  }

  public CompletionTest() {
    Arrays.setAll(waiters, i -> new Counting());
  }

  @Operation
  public boolean complete(@Param(gen = IntGen.class, conf = "1:9") int value) {
    return result.completeWith(value);
  }

  @Operation
  public boolean fail() {
    return result.failWith("failed");
  }

  @Operation
  public boolean cancel() {
    return result.cancel();
  }

  @Operation
  public boolean isDone() {
    return result.isDone();
  }

  @Operation
  public String outcome() {
    return String.valueOf(result.outcome());
  }

  /** A waiter is one thread's, as a coroutine is. */
  @Operation(nonParallelGroup = "first two")
  public void subscribe(@Param(gen = IntGen.class, conf = "0:1") int waiter) {
    result.subscribe(waiters[waiter]);
  }

  @Operation(nonParallelGroup = "first two")
  public void unsubscribe(@Param(gen = IntGen.class, conf = "0:1") int waiter) {
    result.unsubscribe(waiters[waiter]);
  }

  @Operation(nonParallelGroup = "last two")
  public void subscribeOther(@Param(gen = IntGen.class, conf = "2:3") int waiter) {
    result.subscribe(waiters[waiter]);
  }

  @Operation(nonParallelGroup = "last two")
  public void unsubscribeOther(@Param(gen = IntGen.class, conf = "2:3") int waiter) {
    result.unsubscribe(waiters[waiter]);
  }

  @Override
  public String end() {
    var text = new StringBuilder(String.valueOf(result.outcome()));
    for (Counting each : waiters) {
      text.append("; ").append(each.told).append(' ').append(each.seen);
    }
    return text.toString();
  }

  /** The same for one thread. */
  public static class Sequential {
    private final List<Integer> waiting = new ArrayList<>();
    private final int[] told = new int[WAITERS];
    private String outcome = "pending";

    public boolean complete(int value) {
      return end(String.valueOf(value));
    }

    public boolean fail() {
      return end("failed");
    }

    public boolean cancel() {
      return end("cancelled");
    }

    private boolean end(String with) {
      if (isDone()) {
        return false;
      }
      outcome = with;
      waiting.forEach(each -> told[each]++);
      return true;
    }

    public boolean isDone() {
      return !outcome.equals("pending");
    }

    public String outcome() {
      return outcome;
    }

    public void subscribe(int waiter) {
      if (isDone()) {
        told[waiter]++;
      } else {
        waiting.add(waiter);
      }
    }

    public void unsubscribe(int waiter) {
      if (!isDone()) {
        waiting.removeIf(each -> each == waiter);
      }
    }

    public void subscribeOther(int waiter) {
      subscribe(waiter);
    }

    public void unsubscribeOther(int waiter) {
      unsubscribe(waiter);
    }

    public String end() {
      var text = new StringBuilder(outcome);
      for (int each : told) {
        text.append("; ").append(each).append(' ').append(each == 0 ? null : outcome);
      }
      return text.toString();
    }
  }
}
