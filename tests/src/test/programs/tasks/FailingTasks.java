package tasks;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whatever a task method throws is in its task; what a try block awaits fails inside of it, what it
 * returns does not.
 */
public final class FailingTasks {

  @Async
  private static Task<String> throwsAtOnce(Probe p) throws IOException {
    if (p != null) {
      throw new IOException("at once");
    }
    return Task.completed("none");
  }

  @Async
  private static CompletionStage<String> throwsLater(Probe p) throws IOException {
    await(p.later(1));
    throw new IOException("later");
  }

  @Async
  private static CompletableFuture<String> throwsError(Probe p) {
    String s = await(p.later("s"));
    throw new AssertionError(s);
  }

  @Async
  private static Task<String> returnsFailed(Probe p) {
    await(p.later(1));
    return Task.failed(new IOException("returned"));
  }

  @Async
  private static Task<String> returnsFailedInTry(Probe p) {
    try {
      await(p.later(1));
      return p.failTask(new IOException("not caught inside"));
    } catch (Exception e) {
      return Task.completed("wrongly caught");
    } finally {
      p.log("finally of returnsFailedInTry");
    }
  }

  @Async
  private static Task<String> awaitsFailedInTry(Probe p) {
    try {
      return Task.completed(await(p.failTask(new IOException("caught inside"))));
    } catch (Exception e) {
      return Task.completed(e.getMessage());
    }
  }

  @Async
  private static Task<String> awaitsTaskMethodInTry(Probe p) throws IOException {
    try {
      return Task.completed(await(throwsAtOnce(p)));
    } catch (IOException e) {
      return Task.completed("caught " + e.getMessage());
    }
  }

  /** The task is made in the try block and awaited behind it, where nothing catches. */
  @Async
  private static Task<String> madeInTryAwaitedOutside(Probe p) throws IOException {
    Task<String> task;
    try {
      task = throwsAtOnce(p);
      p.log("made");
    } catch (IOException e) {
      return Task.completed("wrongly caught");
    }
    String s = await(task);
    return Task.completed(s);
  }

  @Async
  private static Task<String> returnsNull(Probe p) {
    await(p.later(0));
    return null;
  }

  private static void check(Probe p, String name, Throwable failure) {
    p.log(name + " " + failure.getClass().getName() + " " + failure.getMessage());
  }

  @Async
  public static Object run(Probe p) throws Exception {
    Task<String> atOnce = throwsAtOnce(p);
    p.log("no task method throws: " + atOnce.isDone());
    CompletionStage<String> later = throwsLater(p);
    CompletableFuture<String> error = throwsError(p);
    try {
      await(atOnce);
    } catch (Exception e) {
      check(p, "stored", e);
    }
    try {
      await(later);
    } catch (Exception e) {
      check(p, "stored", e);
    }
    try {
      await(error);
    } catch (AssertionError e) {
      check(p, "stored", e);
    }
    direct(p);
    return await(returnsFailed(p));
  }

  @Async
  private static void direct(Probe p) {
    try {
      await(throwsAtOnce(p));
    } catch (IOException e) {
      check(p, "direct", e);
    }
    try {
      await(throwsError(p));
    } catch (AssertionError e) {
      check(p, "direct", e);
    }
    try {
      p.log(await(returnsFailedInTry(p)));
    } catch (Throwable e) {
      check(p, "returnsFailedInTry", e);
    }
    p.log(await(awaitsFailedInTry(p)));
    try {
      p.log(await(awaitsTaskMethodInTry(p)));
      p.log(await(madeInTryAwaitedOutside(p)));
    } catch (IOException e) {
      check(p, "madeInTryAwaitedOutside", e);
    }
    try {
      await(returnsNull(p));
    } catch (NullPointerException e) {
      p.log("null is refused as a task");
    }
  }

  /** Unwoven, task methods throw at once; so this is written out. */
  public static Object expected(Probe p) throws Exception {
    p.log("no task method throws: true");
    p.log("stored java.io.IOException at once");
    p.log("stored java.io.IOException later");
    p.log("stored java.lang.AssertionError s");
    p.log("direct java.io.IOException at once");
    p.log("direct java.lang.AssertionError s");
    p.log("finally of returnsFailedInTry");
    p.log("returnsFailedInTry java.io.IOException not caught inside");
    p.log("caught inside");
    p.log("caught at once");
    p.log("made");
    p.log("madeInTryAwaitedOutside java.io.IOException at once");
    p.log("null is refused as a task");
    throw new IOException("returned");
  }
}
