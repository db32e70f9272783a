package dev.weft;

import static dev.weft.HandWovenGenerator.END;
import static dev.weft.HandWovenGenerator.emit;
import static dev.weft.HandWovenGenerator.generatorOf;
import static dev.weft.internal.engine.HandWoven.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Generators: lazy, pulled one by one, ended early by closing. */
class GeneratorTest {

  private final List<String> log = new ArrayList<>();

  private HandWoven.Part log(String text) {
    return (carrier, before) -> {
      log.add(before.failure() == null ? text : text + " in finally");
      return before.get();
    };
  }

  private static List<Object> all(Generator<?> generator) {
    List<Object> elements = new ArrayList<>();
    generator.forEachRemaining(elements::add);
    return elements;
  }

  @Test
  void itGivesWhatIsEmittedInOrder() {
    assertThat(all(generatorOf(emit("a"), emit("b"), emit("c"), END)))
        .containsExactly("a", "b", "c");
  }

  @Test
  void nullIsAnElement() {
    assertThat(all(generatorOf(emit(null), emit("b"), emit(null), END)))
        .isEqualTo(Arrays.asList(null, "b", null));
  }

  @Test
  void itRunsOnlyAsFarAsItIsAsked() {
    Generator<?> generator = generatorOf(log("begun"), emit("a"), log("between"), emit("b"), END);
    assertThat(log).isEmpty();

    assertThat(generator.hasNext()).isTrue();
    assertThat(generator.hasNext()).isTrue();
    assertThat(log).containsExactly("begun");
    assertThat((Object) generator.next()).isEqualTo("a");
    assertThat(log).containsExactly("begun");

    assertThat((Object) generator.next()).isEqualTo("b");
    assertThat(log).containsExactly("begun", "between");
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void thereIsNothingAfterTheEnd() {
    Generator<?> generator = generatorOf(emit("a"), END);
    assertThat(all(generator)).containsExactly("a");

    assertThat(generator.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(generator::next);
    assertThat(Generator.empty().hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(Generator.empty()::next);
  }

  @Test
  void whatItThrowsIsThrownWhereTheElementIsAskedForAndEndsIt() {
    var failure = new IOException("disk");
    Generator<?> generator = generatorOf(emit("a"), failing(failure));
    assertThat((Object) generator.next()).isEqualTo("a");

    assertThatThrownBy(generator::hasNext).isSameAs(failure);
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void asAnIterableItCanBeGoneThroughOnce() {
    Generator<?> generator = generatorOf(emit("a"), emit("b"), END);
    List<Object> elements = new ArrayList<>();
    for (Object element : generator) {
      elements.add(element);
    }

    assertThat(elements).containsExactly("a", "b");
    assertThatIllegalStateException()
        .isThrownBy(generator::iterator)
        .withMessageStartingWith("a generator can be iterated once; make another one");
  }

  @Test
  void closingRunsTheFinallyBlocks() {
    Generator<?> generator = generatorOf(emit("a"), log("cleaned up"), emit("never"), END);
    assertThat((Object) generator.next()).isEqualTo("a");

    generator.close();
    generator.close();

    assertThat(log).containsExactly("cleaned up in finally");
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void closingBeforeTheElementIsTakenDropsIt() {
    Generator<?> generator = generatorOf(emit("a"), log("cleaned up"), END);
    assertThat(generator.hasNext()).isTrue();

    generator.close();

    assertThat(log).containsExactly("cleaned up in finally");
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void closingBeforeTheStartRunsNothing() {
    Generator<?> generator = generatorOf(log("begun"), emit("a"), END);

    generator.close();

    assertThat(log).isEmpty();
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void closingAtOrAfterTheEndDoesNothing() {
    Generator<?> generator = generatorOf(emit("a"), log("ended"));
    assertThat(all(generator)).containsExactly("a");

    generator.close();

    assertThat(log).containsExactly("ended");
  }

  @Test
  void whatAFinallyBlockThrowsIsThrownByClose() {
    var failure = new IOException("disk");
    Generator<?> generator = generatorOf(emit("a"), failing(failure));
    assertThat((Object) generator.next()).isEqualTo("a");

    assertThatThrownBy(generator::close).isSameAs(failure);
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void aGeneratorThatGoesOnWhenClosedMayReturnButNotEmit() {
    Generator<?> returns = generatorOf(emit("a"), (carrier, before) -> log.add("caught"));
    Generator<?> emits =
        generatorOf(
            emit("a"),
            (carrier, before) -> {
              Suspend.emit("b", carrier);
              return null;
            },
            END);
    assertThat(List.of(returns.next(), emits.next())).isEqualTo(Collections.nCopies(2, "a"));

    returns.close();

    assertThat(log).containsExactly("caught");
    assertThatIllegalStateException()
        .isThrownBy(emits::close)
        .withMessage("the generator emitted an element while it was closed");
    assertThat(emits.hasNext()).isFalse();
  }

  @Test
  void aFinallyBlockThatEmitsWhileItIsClosedDoesNotKeepTheOthersFromRunning() {
    Generator<?> generator =
        generatorOf(
            emit("a"),
            (carrier, before) -> {
              log.add("inner finally emits");
              Suspend.emit("in finally", carrier);
              return null;
            },
            (carrier, before) -> {
              log.add("outer finally meets " + before.failure());
              return before.get();
            });
    assertThat((Object) generator.next()).isEqualTo("a");

    assertThatThrownBy(generator::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the generator emitted an element while it was closed");
    assertThat(log)
        .containsExactly(
            "inner finally emits",
            "outer finally meets java.lang.IllegalStateException:"
                + " the generator emitted an element while it was closed");
    assertThat(generator.hasNext()).isFalse();
    generator.close();
  }

  @Test
  void aGeneratorThatCatchesEverythingAndEmitsForEverIsGivenUp() {
    HandWoven.Part emitsAgain =
        (carrier, before) -> {
          Suspend.emit("again", carrier);
          return null;
        };
    var parts = new HandWoven.Part[1_000];
    java.util.Arrays.fill(parts, emitsAgain);
    Generator<?> generator = generatorOf(parts);
    assertThat((Object) generator.next()).isEqualTo("again");

    assertThatThrownBy(generator::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was abandoned while it was closed");
    assertThat(generator.hasNext()).isFalse();
  }
}
