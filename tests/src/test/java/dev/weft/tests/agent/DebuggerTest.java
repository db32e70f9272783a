package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.tests.agent.DebugSession.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A debugger stops at lines as written and reads variables by name, before and after waiting. */
@Timeout(600)
class DebuggerTest {

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Debuggee {
        int field = 1;

        @Async static int next(int i) {
          yieldNow();
          return i + 1;
        }

        @Async static String work(String name, boolean waits) {
          int count = name.length();
          long total = count * 2L; // before
          if (waits) {
            yieldNow();
          }
          String result = name + total; // after
          for (int i = 0; i < 2; i++) {
            result += waits ? next(i) + next(i) : i; // in the loop
            count++; // next line
          }
          return result + count; // end
        }

        @Async int method(int last) {
          int dead = last + 1;
          String gone = "gone" + dead;
          int length = gone.length();
          yieldNow(); // waits
          length += last; // went on
          dead = length; // revived
          yieldNow(); // waits again
          return dead + field; // returns
        }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) {
            System.out.println(Weft.<String>run(loop, () -> work("direct", false)));
            System.out.println(Weft.<String>run(loop, () -> work("waits", true)));
            System.out.println(Weft.<Integer>run(loop, () -> new Debuggee().method(3)));
          }
        }
      }
      """;

  private static List<Stop> allStops(Path folder, String... places) throws Exception {
    var stops = new ArrayList<Stop>();
    try (DebugSession session = DebugSession.launch(folder, PROGRAM, places)) {
      for (Stop stop = session.resume(); stop != null; stop = session.resume()) {
        stops.add(stop);
      }
    }
    return stops;
  }

  @Test
  void stopsBeforeAndAfterASuspensionAndReadsVariables(@TempDir Path folder) throws Exception {
    List<Stop> stops = allStops(folder, "before", "after", "end");

    assertThat(stops).extracting(Stop::method).containsOnly("work");
    assertThat(stops)
        .extracting(Stop::place)
        .containsExactly("before", "after", "end", "before", "after", "end");
    assertThat(stops.get(3).variables())
        .containsOnly(
            Map.entry("name", "\"waits\""), Map.entry("waits", "true"), Map.entry("count", "5"));
    assertThat(stops.get(4).variables())
        .containsEntry("name", "\"waits\"")
        .containsEntry("count", "5")
        .containsEntry("total", "10");
    assertThat(stops.get(5).variables())
        .containsEntry("result", "\"waits1024\"")
        .containsEntry("count", "7");
  }

  @Test
  void stopsOnceWhereALineBeginsAndOnceForEachTimeThatItHasWaited(@TempDir Path folder)
      throws Exception {
    List<Stop> stops = allStops(folder, "in the loop");

    assertThat(stops)
        .extracting(stop -> stop.variables().get("i"))
        .containsExactly("0", "1", "0", "0", "0", "1", "1", "1");
    assertThat(stops.subList(2, 8))
        .extracting(Stop::variables)
        .allSatisfy(variables -> assertThat(variables).containsKeys("waits", "count"));
  }

  @Test
  void showsAVariableOnlyWhereItHasItsValue(@TempDir Path folder) throws Exception {
    List<Stop> stops = allStops(folder, "waits", "went on", "revived", "waits again", "returns");

    assertThat(stops)
        .extracting(Stop::place)
        .containsExactly(
            "waits", "waits", "went on", "revived", "waits again", "waits again", "returns");
    assertThat(stops.get(0).variables())
        .containsOnlyKeys("last", "dead", "gone", "length")
        .containsEntry("gone", "\"gone4\"");
    Map<String, String> kept = stops.get(1).variables();
    assertThat(kept).containsOnlyKeys("$this", "last", "length");
    assertThat(kept.get("$this")).startsWith("instance of Debuggee(");
    assertThat(kept).containsEntry("last", "3").containsEntry("length", "5");
    assertThat(stops.get(2).variables()).isEqualTo(kept);
    assertThat(stops.get(4).variables())
        .containsOnlyKeys("$this", "last", "dead", "length")
        .containsEntry("dead", "8")
        .containsEntry("length", "8");
    assertThat(stops.get(6).variables()).containsOnlyKeys("$this", "dead");
  }
}
