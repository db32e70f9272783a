package dev.weft;

import static dev.weft.HandWovenGenerator.END;
import static dev.weft.HandWovenGenerator.emit;
import static dev.weft.HandWovenGenerator.generatorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.GeneratorMethod;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a generator must not do, and emitting outside of one. */
class GeneratorMisuseTest {

  @Test
  void aGeneratorMustNotAskForItsOwnElementsNorCloseNorEmitItself() {
    List<Generator<?>> self = new ArrayList<>();
    self.add(generatorOf((carrier, before) -> self.get(0).hasNext()));
    self.add(
        generatorOf(
            (carrier, before) -> {
              self.get(1).close();
              return null;
            }));
    self.add(
        generatorOf(
            (carrier, before) -> {
              GeneratorMethod.emitAll(self.get(2), carrier);
              return null;
            }));

    assertThatIllegalStateException()
        .isThrownBy(self.get(0)::hasNext)
        .withMessage("the generator asks itself for its next element");
    assertThatIllegalStateException()
        .isThrownBy(self.get(1)::hasNext)
        .withMessage("the generator closes itself");
    assertThatIllegalStateException()
        .isThrownBy(self.get(2)::hasNext)
        .withMessage("the generator emits itself");
  }

  @Test
  void aGeneratorMustNotAwait() {
    Completion done = (Completion) Task.completed("x");
    Completion pending = (Completion) Task.completer().task();
    String refusal =
        "a generator does not await, nor does what it calls: it suspends only to emit an element."
            + " Await before it is made, let it emit tasks for its user to await, or return an"
            + " AsyncGenerator instead";
    List<HandWoven.Part> awaiting =
        List.of(
            HandWoven.await(done),
            HandWoven.await(pending),
            HandWoven.yielding(),
            (carrier, before) -> {
              Suspend.delay(Duration.ZERO, carrier);
              return null;
            });

    for (HandWoven.Part part : awaiting) {
      assertThatIllegalStateException()
          .isThrownBy(generatorOf(part, END)::hasNext)
          .withMessageStartingWith(refusal);
    }
  }

  @Test
  void emittingOutsideAGeneratorIsRefused() {
    WovenCarrier carrier = WovenCarrier.current();
    assertThatIllegalStateException()
        .isThrownBy(() -> Suspend.emit("x", carrier))
        .withMessageStartingWith("emit was called outside a generator");
    assertThatIllegalStateException()
        .isThrownBy(() -> GeneratorMethod.emitAll(generatorOf(emit("x"), END), carrier))
        .withMessageStartingWith("emit was called outside a generator");
    assertThat(carrier.isUnwinding()).isFalse();
  }
}
