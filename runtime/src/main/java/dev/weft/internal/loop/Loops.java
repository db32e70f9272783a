package dev.weft.internal.loop;

import dev.weft.internal.tasks.TaskCoroutine;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The event loops of the process, for whoever looks: held weakly. Guarded by the class. */
public final class Loops {

  private static final List<WeakReference<LoopScheduler>> ALL = new ArrayList<>();

  private Loops() {}

  static synchronized void made(LoopScheduler loop) {
    ALL.removeIf(each -> each.refersTo(null));
    ALL.add(new WeakReference<>(loop));
  }

  private static synchronized List<LoopScheduler> all() {
    var loops = new ArrayList<LoopScheduler>();
    for (WeakReference<LoopScheduler> each : ALL) {
      LoopScheduler loop = each.get();
      if (loop != null) {
        loops.add(loop);
      }
    }
    return loops;
  }

  /**
   * The coroutines that are suspended, ready or running on event loops. Each loop is asked, in a
   * step of its own; of one that does not answer, since a step holds it, what is seen from outside.
   *
   * @param patience how many nanoseconds all of them have to answer
   */
  public static List<TaskCoroutine> live(long patience) {
    long end = System.nanoTime() + patience;
    var asked = new ArrayList<LoopScheduler>();
    var answers = new ArrayList<CompletableFuture<List<TaskCoroutine>>>();
    for (LoopScheduler loop : all()) {
      asked.add(loop);
      answers.add(loop.askForLive());
    }
    var found = new ArrayList<TaskCoroutine>();
    for (int i = 0; i < asked.size(); i++) {
      found.addAll(answer(answers.get(i), asked.get(i), end - System.nanoTime()));
    }
    return found;
  }

  /**
   * Shows {@code action} the coroutines that are suspended or ready on event loops: of each loop in
   * a step of its own, which may come late if steps hold the loop.
   *
   * @return what is done when all loops have been asked
   */
  public static CompletableFuture<Void> showLive(Consumer<List<TaskCoroutine>> action) {
    return CompletableFuture.allOf(
        all().stream()
            .map(loop -> loop.askForLive().thenAccept(action))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Whether a thread is that of an event loop. Makes nothing: who asks may be about to block. */
  public static synchronized boolean isThreadOfOne(Thread thread) {
    for (int i = 0; i < ALL.size(); i++) {
      LoopScheduler loop = ALL.get(i).get();
      if (loop != null && loop.thread() == thread) {
        return true;
      }
    }
    return false;
  }

  /** The threads of event loops that do not sleep. */
  public static List<Thread> busyThreads() {
    var busy = new ArrayList<Thread>();
    for (LoopScheduler loop : all()) {
      Thread thread = loop.busyThread();
      if (thread != null) {
        busy.add(thread);
      }
    }
    return busy;
  }

  private static List<TaskCoroutine> answer(
      CompletableFuture<List<TaskCoroutine>> answer, LoopScheduler loop, long patience) {
    try {
      return answer.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
    } catch (TimeoutException held) {
      return loop.seenFromOutside();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return loop.seenFromOutside();
    } catch (ExecutionException noMemory) {
      throw new IllegalStateException(noMemory.getCause());
    }
  }
}
