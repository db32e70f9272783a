package dev.weft;

import static dev.weft.HandWovenGenerator.END;
import static dev.weft.HandWovenGenerator.emit;
import static dev.weft.HandWovenGenerator.generatorOf;
import static dev.weft.internal.engine.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.concurrent.Context;
import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.GeneratorMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Generators have what was bound when their methods were called, whoever asks them. */
class GeneratorContextTest {

  private static final Context.Key<String> USER = Context.key("user");

  private final List<Object> seen = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(USER.isBound()).isFalse();
  }

  private static Context.Bindings user(String name) {
    return Context.where(USER, name);
  }

  /** Emits what is bound. */
  private static final HandWoven.Part EMITS =
      (carrier, before) -> {
        Object unused = before.get();
        return emit(USER.orElse("none")).run(carrier, new HandWoven.Given(null, null));
      };

  private static HandWoven.Part with(String name, HandWoven.Part... parts) {
    return (carrier, before) -> {
      Object unused = before.get();
      return user(name).call(body(parts), carrier.room(), carrier);
    };
  }

  private static Generator<?> madeIn(String name, Supplier<Generator<?>> maker) {
    return user(name).call(maker::get);
  }

  private void take(Generator<?> generator) {
    seen.add(generator.next());
  }

  @Test
  void aGeneratorHasWhatWasBoundWhenItsMethodWasCalled() {
    Generator<?> ofA = madeIn("a", () -> generatorOf(EMITS, EMITS, EMITS, END));
    Generator<?> ofNobody = generatorOf(EMITS, EMITS, END);

    take(ofA);
    user("b")
        .run(
            () -> {
              take(ofA);
              take(ofNobody);
              seen.add(USER.get());
            });
    take(ofA);
    take(ofNobody);

    assertThat(seen).containsExactly("a", "a", "none", "b", "a", "none");
  }

  @Test
  void whatItBindsItselfStaysWithItAcrossElements() {
    Generator<?> generator =
        madeIn("a", () -> generatorOf(EMITS, with("b", EMITS, EMITS, END), EMITS, END));
    for (int i = 0; i < 4; i++) {
      take(generator);
      seen.add(USER.orElse("mine"));
    }

    assertThat(generator.hasNext()).isFalse();
    assertThat(seen).containsExactly("a", "mine", "b", "mine", "b", "mine", "a", "mine");
  }

  @Test
  void aGeneratorInAnotherHasItsOwn() {
    Generator<?> inner = madeIn("inner", () -> generatorOf(EMITS, EMITS, EMITS, END));
    Object first = inner.next();
    HandWoven.Part all =
        (carrier, before) -> {
          Object unused = before.get();
          GeneratorMethod.emitAll(inner, carrier);
          return null;
        };
    Generator<?> outer = madeIn("outer", () -> generatorOf(EMITS, all, EMITS, END));

    seen.add(first);
    for (int i = 0; i < 4; i++) {
      take(outer);
    }

    assertThat(outer.hasNext()).isFalse();
    assertThat(seen).containsExactly("inner", "outer", "inner", "inner", "outer");
  }

  @Test
  void aFailureAndAnEarlyEndLeaveNothingBound() {
    var failure = new IllegalStateException("broken");
    Generator<?> fails =
        madeIn("a", () -> generatorOf(with("b", EMITS, HandWoven.failing(failure)), END));
    Generator<?> isClosed =
        madeIn(
            "a",
            () ->
                generatorOf(
                    with(
                        "b",
                        EMITS,
                        (carrier, before) -> {
                          seen.add(USER.orElse("none")); // its finally block
                          return before.get();
                        }),
                    END));
    take(fails);
    take(isClosed);

    assertThatThrownBy(fails::next).isSameAs(failure);
    isClosed.close();

    assertThat(seen).containsExactly("b", "b", "b");
  }

  @Test
  void aCoroutineThatAsksItKeepsItsOwn() {
    Generator<?> generator = madeIn("a", () -> generatorOf(EMITS, with("b", EMITS, END), END));
    HandWoven.Part asks =
        (carrier, before) -> {
          take(generator);
          seen.add(USER.orElse("none"));
          return null;
        };
    ManualScheduler manual = Schedulers.manual();
    Task<Object> task =
        Weft.start(manual, body(with("c", asks, HandWoven.yielding(), asks), HandWoven.result()));
    manual.run();

    assertThat(task.isDone()).isTrue();
    assertThat(seen).containsExactly("a", "c", "b", "c");
  }
}
