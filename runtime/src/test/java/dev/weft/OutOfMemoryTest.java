package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.RunQueue;
import dev.weft.internal.loop.LoopAccess;
import dev.weft.internal.loop.TimerHeap;
import dev.weft.internal.timers.Timer;
import dev.weft.spi.Scheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a queue, a heap of timers and a loop lose when memory runs out while they grow: nothing that
 * they have accepted. In a JVM of its own, whose memory is used up but for a little.
 */
@Timeout(120)
class OutOfMemoryTest {

  @Test
  void nothingThatWasAcceptedIsLost() throws Exception {
    assertThat(run("queue")).isEqualTo("queue: ok");
    assertThat(run("heap")).isEqualTo("heap: ok");
    assertThat(run("loop")).isEqualTo("loop: ok");
    assertThat(run("immediate")).isEqualTo("immediate: ok");
  }

  private static String run(String what) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                what)
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** What runs in the other JVM. */
  static final class Program {

    private static List<byte[]> ballast = new ArrayList<>();

    private Program() {}

    /** Leaves so many kilobytes. */
    private static void fill(int leave) {
      ballast = new ArrayList<>(100_000);
      fillWith(1 << 10);
      for (int i = 0; i < leave; i++) {
        ballast.remove(ballast.size() - 1);
      }
    }

    private static void fillWith(int size) {
      try {
        while (true) {
          ballast.add(new byte[size]);
        }
      } catch (OutOfMemoryError full) {
        // as wanted
      }
    }

    public static void main(String[] what) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, failure) -> {
            if (!(failure instanceof OutOfMemoryError)) {
              failure.printStackTrace();
            }
          });
      String said =
          switch (what[0]) {
            case "queue" -> queue();
            case "heap" -> heap();
            case "loop" -> loop();
            default -> immediate();
          };
      System.out.println(what[0] + ": " + said);
    }

    private static String queue() {
      var queue = new RunQueue();
      var ran = new AtomicInteger();
      Runnable step = ran::incrementAndGet;
      int accepted = 0;
      int refused = 0;
      fill(200);
      while (refused < 3) {
        try {
          queue.add(step);
          accepted++;
        } catch (OutOfMemoryError full) {
          refused++;
        }
      }
      ballast.clear();
      while (queue.advance()) {
        queue.current().run();
      }
      return ran.get() == accepted ? "ok" : ran + " of " + accepted;
    }

    private static final class Due extends Timer {
      @Override
      public void run() {}
    }

    private static String heap() {
      for (int leave = 10; leave <= 200; leave += 10) {
        String said = heap(leave);
        if (!said.equals("ok")) {
          return said;
        }
      }
      return "ok";
    }

    private static String heap(int leave) {
      var heap = new TimerHeap();
      int accepted = 0;
      int refused = 0;
      fill(leave);
      for (int i = 0; refused < 3; i++) {
        try {
          var timer = new Due();
          timer.due = -i;
          heap.add(timer);
          accepted++;
        } catch (OutOfMemoryError full) {
          refused++;
        }
      }
      int taken = 0;
      while (heap.takeDue(1) != null) { // while it shrinks without memory
        taken++;
      }
      ballast.clear();
      return taken == accepted ? "ok" : taken + " of " + accepted;
    }

    /** A backlog is taken over, and none of it gets lost where the ready steps cannot grow. */
    private static String loop() throws InterruptedException {
      var ran = new AtomicInteger();
      Runnable step = ran::incrementAndGet;
      int[] accepted = new int[1];
      var done = new CountDownLatch(1);
      EventLoop loop = Schedulers.eventLoop();
      loop.schedule(
          () -> {
            fill(200);
            loop.schedule(ballast::clear); // runs when there was no room for what is handed over
            for (int i = 0; i < 63; i++) {
              loop.schedule(step);
            }
            int refused = 0;
            while (refused < 3) {
              try {
                LoopAccess.handOver(loop, step);
                accepted[0]++;
              } catch (OutOfMemoryError full) {
                refused++;
              }
            }
            fillWith(16);
          });
      while (ran.get() < 63) {
        Thread.onSpinWait();
      }
      loop.schedule(done::countDown);
      done.await();
      loop.close();
      int expected = accepted[0] + 63;
      return ran.get() == expected ? "ok" : ran + " of " + expected;
    }

    /** What a coroutine's thread puts off until it pauses. */
    private static String immediate() {
      var ran = new AtomicInteger();
      Runnable step = ran::incrementAndGet;
      int[] accepted = new int[1];
      Scheduler immediate = Schedulers.immediate();
      Task<Object> task =
          Weft.start(
              HandWoven.body(
                  (carrier, before) -> {
                    fill(200);
                    int refused = 0;
                    while (refused < 3) {
                      try {
                        immediate.schedule(step);
                        accepted[0]++;
                      } catch (OutOfMemoryError full) {
                        refused++;
                      }
                    }
                    ballast.clear();
                    return "done";
                  }));
      return task.isDone() && ran.get() == accepted[0] ? "ok" : ran + " of " + accepted[0];
    }
  }
}
