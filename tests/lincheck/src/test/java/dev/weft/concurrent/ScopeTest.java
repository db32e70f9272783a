package dev.weft.concurrent;

import dev.weft.Resumption;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.lincheck.Calls;
import dev.weft.lincheck.Checked;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A scope with two forked coroutines, whose owner joins it, while each of the two ends and somebody
 * cancels the scope or its owner.
 *
 * <p>The end of one cancels the other some time later, and what comes in between counts as well; so
 * there is no one order of the operations that tells the outcome. What is compared is whether the
 * outcomes go together.
 */
public class ScopeTest extends Checked {

  private static final String FIRST = "IllegalStateException";
  private static final String SECOND = "IllegalArgumentException";

  private final AtomicReferenceArray<Resumption<String>> forked = new AtomicReferenceArray<>(2);
  private final AtomicReferenceArray<Task<String>> tasks = new AtomicReferenceArray<>(2);
  private volatile TaskScope<String, Void> scope;
  private final Task<String> owner;
  private volatile boolean scopeCancelled;
  private volatile boolean ownerCancelled;

  @Async
  private String run() {
    try (var opened = TaskScope.<String>open()) {
      scope = opened;
      for (int i = 0; i < 2; i++) {
        int child = i;
        tasks.set(i, opened.fork(() -> Weft.suspend(made -> forked.set(child, made))));
      }
      opened.join();
      return "joined";
    }
  }

  /** Before others come, so that they find what they look for. */
  public ScopeTest() {
    owner = Weft.start(Runnable::run, this::run);
  }

  @Operation
  public void completeFirst(@Param(gen = IntGen.class, conf = "1:9") int value) {
    forked.get(0).resume(String.valueOf(value));
  }

  @Operation
  public void failFirst() {
    forked.get(0).fail(new IllegalStateException("first"));
  }

  @Operation
  public void completeSecond(@Param(gen = IntGen.class, conf = "1:9") int value) {
    forked.get(1).resume(String.valueOf(value));
  }

  @Operation
  public void failSecond() {
    forked.get(1).fail(new IllegalArgumentException("second"));
  }

  @Operation
  public void cancelScope() {
    scopeCancelled = true;
    scope.cancel();
  }

  @Operation
  public void cancelOwner() {
    ownerCancelled = true;
    owner.cancel(false);
  }

  @Override
  public String end() {
    String first = Calls.outcome(tasks.get(0));
    String second = Calls.outcome(tasks.get(1));
    String whole = Calls.outcome(owner);
    boolean failed = first.equals(FIRST) || second.equals(SECOND);
    boolean allDone = tasks.get(0).isDone() && tasks.get(1).isDone();
    boolean consistent =
        switch (whole) {
          case "waits" -> !failed && !allDone && !scopeCancelled && !ownerCancelled;
          case "cancelled" -> allDone && ownerCancelled;
          case "joined" -> allDone && (scopeCancelled || (isValue(first) && isValue(second)));
          case FIRST -> allDone && first.equals(FIRST);
          case SECOND -> allDone && second.equals(SECOND);
          default -> false;
        };
    return consistent ? "consistent" : whole + ": " + first + ", " + second;
  }

  private static boolean isValue(String outcome) {
    return Character.isDigit(outcome.charAt(0));
  }

  /** The same for one thread. */
  public static class Sequential {
    public void completeFirst(int value) {}

    public void failFirst() {}

    public void completeSecond(int value) {}

    public void failSecond() {}

    public void cancelScope() {}

    public void cancelOwner() {}

    public String end() {
      return "consistent";
    }
  }
}
