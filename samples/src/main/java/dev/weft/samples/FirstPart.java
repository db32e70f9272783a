package dev.weft.samples;

import static dev.weft.Weft.await;
import static dev.weft.Weft.delay;

import dev.weft.FrameView;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Part 1: two guests and a counter share one thread, and a looker-on reads the guests' frames. */
final class FirstPart {

  private static final String CHANGED = "BUT a(7)'s FRAMES HAVE CHANGED";

  private final PrintStream out;
  private final Journal journal;
  private final Story story;
  private final LocalServer server;
  private int counted;

  FirstPart(PrintStream out, Journal journal, Story story, LocalServer server) {
    this.out = out;
    this.journal = journal;
    this.story = story;
    this.server = server;
  }

  /** The looker-on; runs on the same loop as all that it starts. */
  @Async
  boolean tell() {
    var looked = server.holdLater(); // on a slow machine, the answers could come first
    Task<String> seven = Weft.start(() -> story.a(7));
    Task<String> eight = Weft.start(() -> story.a(8));
    Task<Integer> counter = Weft.start(() -> count(5));
    delay(Duration.ofMillis(60));
    List<FrameView> before = seven.frames();
    show(before, eight.frames());
    looked.complete(null);
    delay(Duration.ofMillis(90));
    String verdict = compare(before, seven);
    journal.say("looker-on: the counter went on to " + counted + "; " + verdict);
    String first = await(seven);
    String second = await(eight);
    journal.say("looker-on: " + first + ", " + second + ", counted to " + await(counter));
    return !verdict.equals(CHANGED) && !FrameTable.keeps(before, "scratch");
  }

  @Async
  private int count(int to) {
    while (counted < to) {
      counted++;
      journal.say("counter: " + counted);
      delay(Duration.ofMillis(40));
    }
    return counted;
  }

  private static String compare(List<FrameView> before, Task<?> task) {
    List<FrameView> now = task.frames();
    if (now.isEmpty()) {
      return "a(7) is done, too late to look again";
    }
    return now.equals(before) ? "a(7)'s frames hold what they held" : CHANGED;
  }

  private void show(List<FrameView> seven, List<FrameView> eight) {
    journal.say("looker-on: a(7) is suspended; its calls and what each keeps, inside out:");
    out.println();
    print(FrameTable.full(seven));
    long calls = storyCalls();
    print(
        List.of(
            "Dead, so not kept: " + dead(seven, "question") + "; " + scratch(seven) + ".",
            "Calls of a, b and postHttpRequest on this thread's stack: "
                + calls
                + ". They returned",
            "when they suspended; what they still need is in the heap, in frame objects of their",
            "own. Another call has others, so whatever the thread does next can't overwrite"
                + " them:"));
    print(FrameTable.beside(seven, eight));
  }

  private String scratch(List<FrameView> frames) {
    System.gc();
    boolean collected = story.scratches.stream().allMatch(scratch -> scratch.get() == null);
    return dead(frames, "scratch")
        + (collected ? " (its 1 MB has been collected meanwhile)" : " (1 MB)");
  }

  private static String dead(List<FrameView> frames, String variable) {
    return variable + (FrameTable.keeps(frames, variable) ? " - BUT IT IS KEPT" : "");
  }

  private static long storyCalls() {
    String name = Story.class.getName();
    return StackWalker.getInstance()
        .walk(calls -> calls.filter(call -> call.getClassName().equals(name)).count());
  }

  private void print(List<String> lines) {
    lines.forEach(line -> out.println("    " + line));
    out.println();
  }
}
