package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.StackDive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who asks a word that computes ahead for an element with no stack left hears of it later. Where
 * the JVM links and compiles meanwhile it takes stack that nobody can make sure of; so this is run
 * by hand, with {@code -Dweft.dives=20}.
 */
@EnabledIfSystemProperty(named = "weft.dives", matches = "\\d+")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WordsOutOfStackTest {

  private static AsyncGenerator<Integer> word(String name) {
    AsyncGenerator<Integer> source = AsyncGenerator.of(1, 2, 3).map(x -> x);
    return switch (name) {
      case "buffer" -> source.buffer(2);
      case "mapConcurrent" -> source.mapConcurrent(2, x -> x);
      default -> source.merge(AsyncGenerator.of(4));
    };
  }

  private int refused;

  /** Links what is needed, also to fail. */
  @BeforeEach
  void linksAll() {
    for (String name : List.of("buffer", "mapConcurrent", "merge")) {
      goThrough(word(name));
      try (AsyncGenerator<Integer> begun = word(name)) {
        assertThat(begun.hasNext()).isTrue();
      }
      goThrough(word(name).map(x -> overflows()).buffer(1));
    }
  }

  private static Integer overflows() {
    throw new StackOverflowError();
  }

  @ParameterizedTest
  @ValueSource(strings = {"buffer", "mapConcurrent", "merge"})
  void theyEnd(String name) throws Exception {
    for (int dive = 0; dive < StackDive.DIVES; dive++) {
      List<AsyncGenerator<Integer>> asked = new ArrayList<>();
      List<Runnable> asking = new ArrayList<>();
      for (int i = 0; i < StackDive.FRAMES; i++) {
        AsyncGenerator<Integer> generator = word(name);
        asked.add(generator);
        asking.add(() -> ask(generator));
      }
      StackDive.onThread(asking, dive);
      asked.forEach(WordsOutOfStackTest::goThrough);
    }
    assertThat(refused).as("asked where the stack ends").isPositive();
  }

  private void ask(AsyncGenerator<Integer> generator) {
    try {
      boolean unused = generator.hasNext();
    } catch (StackOverflowError end) {
      refused++;
      throw end;
    }
  }

  private static void goThrough(AsyncGenerator<Integer> generator) {
    try {
      while (generator.hasNext()) {
        assertThat(generator.next()).isPositive();
      }
    } catch (StackOverflowError heard) {
      return; // of one that ended where it was asked first
    }
  }
}
