package dev.weft;

import static dev.weft.HandWovenGenerator.END;
import static dev.weft.HandWovenGenerator.emit;
import static dev.weft.HandWovenGenerator.generatorOf;
import static dev.weft.internal.engine.HandWoven.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.GeneratorMethod;
import dev.weft.woven.Suspend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generators inside generators, and what a generator must not do. */
class EmitAllTest {

  private final List<String> log = new ArrayList<>();

  private static HandWoven.Part emitAll(Generator<?> elements) {
    return (carrier, before) -> {
      var unused = before.get();
      GeneratorMethod.emitAll(elements, carrier);
      return null;
    };
  }

  private static List<Object> all(Generator<?> generator) {
    List<Object> elements = new ArrayList<>();
    generator.forEachRemaining(elements::add);
    return elements;
  }

  @Test
  void theElementsOfAnotherGeneratorComeInBetween() {
    Generator<?> inner = generatorOf(emit("b"), emit("c"), END);

    assertThat(all(generatorOf(emit("a"), emitAll(inner), emit("d"), END)))
        .containsExactly("a", "b", "c", "d");
    assertThat(inner.hasNext()).as("it is used up").isFalse();
  }

  @Test
  void whatWasTakenBeforeIsNotEmittedAgain() {
    Generator<?> taken = generatorOf(emit("a"), emit("b"), END);
    assertThat((Object) taken.next()).isEqualTo("a");
    Generator<?> asked = generatorOf(emit("c"), emit("d"), END);
    assertThat(asked.hasNext()).isTrue();

    assertThat(all(generatorOf(emitAll(taken), emitAll(asked), emit("e"), END)))
        .containsExactly("b", "c", "d", "e");
  }

  @Test
  void nothingIsEmittedOfAnEmptyOrEndedOne() {
    Generator<?> ended = generatorOf(emit("x"), END);
    assertThat(all(ended)).containsExactly("x");

    assertThat(all(generatorOf(emitAll(Generator.empty()), emitAll(ended), emit("a"), END)))
        .containsExactly("a");
  }

  @Test
  void aReturnedGeneratorFollowsAndNullEndsIt() {
    Generator<?> rest = generatorOf(emit("b"), END);
    Generator<?> generator =
        generatorOf(
            emit("a"),
            (carrier, before) -> {
              GeneratorMethod.returned(rest, carrier);
              return before.get();
            });
    Generator<?> ends =
        generatorOf(
            emit("a"),
            (carrier, before) -> {
              GeneratorMethod.returned(null, carrier);
              return before.get();
            });

    assertThat(all(generator)).containsExactly("a", "b");
    assertThat(all(ends)).containsExactly("a");
  }

  @Test
  void deepNestingCostsOneStepForEachElement() {
    Generator<?> nested = generatorOf(emit("leaf"), emit("leaf"), END);
    for (int i = 0; i < 10_000; i++) {
      nested = generatorOf(emitAll(nested), END);
    }

    assertThat(all(nested)).containsExactly("leaf", "leaf");
  }

  @Test
  void closingTheOuterOneRunsTheFinallyBlocksOfBothInsideOut() {
    HandWoven.Part inner = cleanUp("inner");
    Generator<?> generator =
        generatorOf(emitAll(generatorOf(emit("a"), inner, END)), cleanUp("outer"), END);
    assertThat((Object) generator.next()).isEqualTo("a");

    generator.close();

    assertThat(log).containsExactly("inner", "outer");
  }

  private HandWoven.Part cleanUp(String name) {
    return (carrier, before) -> {
      log.add(name);
      return before.get();
    };
  }

  @Test
  void whatTheInnerOneThrowsIsThrownIntoTheOuterOne() {
    var failure = new IOException("disk");
    Generator<?> inner = generatorOf(emit("a"), failing(failure));
    Generator<?> outer =
        generatorOf(
            emitAll(inner),
            (carrier, before) -> {
              assertThat(before.failure()).isSameAs(failure);
              Suspend.emit("handled", carrier);
              return null;
            },
            END);

    assertThat(all(outer)).containsExactly("a", "handled");
  }

  @Test
  void aCallThatIsTooDeepGoesOnOnAFreshStack() {
    Generator<?> generator =
        generatorOf(
            (carrier, before) -> {
              carrier.startLater(new HandWoven(emit("deep"), END));
              return null;
            },
            emit("after"),
            END);

    assertThat(all(generator)).containsExactly("deep", "after");
    assertThatThrownBy(generator::next).isInstanceOf(java.util.NoSuchElementException.class);
  }
}
