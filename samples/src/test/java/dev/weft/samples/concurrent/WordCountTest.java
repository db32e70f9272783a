package dev.weft.samples.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Schedulers;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.concurrent.AsyncLatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class WordCountTest {

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }

  @TestFactory
  List<DynamicTest> countsEveryWordOnce() {
    return Both.run(
        () -> {
          var count =
              new WordCount(
                  3,
                  2,
                  line -> {
                    Weft.yieldNow();
                    return words(line);
                  });

          Map<String, Integer> counts = count.count(Collections.nCopies(500, "to be or not to be"));

          assertThat(counts).isEqualTo(Map.of("to", 1000, "be", 1000, "or", 500, "not", 500));
          assertThat(count.linesRead()).isEqualTo(500);
          assertThat(count.mostUnderWay()).isBetween(1, count.limit());
        });
  }

  @Test
  void slowStageHoldsUpTheReader() {
    int workers = 3;
    int room = 4;
    var open = new AsyncLatch(1);
    var scheduler = Schedulers.manual();
    var count =
        new WordCount(
            workers,
            room,
            line -> {
              open.await();
              return words(line);
            });

    Task<Map<String, Integer>> result =
        Weft.start(scheduler, () -> count.count(Collections.nCopies(100, "word")));
    scheduler.run(); // as far as it goes

    assertThat(count.linesRead()).isEqualTo(workers + room + 1); // the last one finds no room
    assertThat(result.isDone()).isFalse();

    open.countDown();
    scheduler.run();

    assertThat(result.resultNow()).isEqualTo(Map.of("word", 100));
    assertThat(count.mostUnderWay()).isLessThanOrEqualTo(count.limit());
  }

  @TestFactory
  List<DynamicTest> failureStopsAllStages() {
    return Both.run(
        () -> {
          var failure = new IllegalArgumentException("no word");
          var count =
              new WordCount(
                  2,
                  2,
                  line -> {
                    Weft.yieldNow();
                    if (line.equals("?")) {
                      throw failure;
                    }
                    return words(line);
                  });
          Iterable<String> endless =
              () -> Stream.iterate(1, n -> n + 1).map(n -> n == 50 ? "?" : "word").iterator();

          Throwable thrown = null;
          try {
            var unused = count.count(endless);
          } catch (IllegalArgumentException expected) {
            thrown = expected;
          }

          assertThat(thrown).isSameAs(failure);
          int read = count.linesRead();
          Weft.yieldNow();
          assertThat(count.linesRead()).isEqualTo(read).isGreaterThanOrEqualTo(50);
        });
  }
}
