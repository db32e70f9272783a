package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunQueueTest {

  private final RunQueue queue = new RunQueue();

  /** A step of its own, whatever the compiler makes of lambdas that capture nothing. */
  private static final class Step implements Runnable {
    @Override
    public void run() {}
  }

  private static void collect(WeakReference<?> gone) {
    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
  }

  @Test
  void itIsEmptyAtFirst() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.advance()).isFalse();
    assertThat(queue.coroutine()).isNull();
  }

  @Test
  void whatIsPutInFirstComesFirst() {
    var first = new Step();
    var second = new Step();

    queue.add(first);
    queue.add(second);

    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.advance()).isTrue();
    assertThat(queue.current()).isSameAs(first);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.advance()).isTrue();
    assertThat(queue.current()).isSameAs(second);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.advance()).isFalse();
  }

  @Test
  void itIsAQueueHoweverManyComeAndGo() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      behavesAsADeque(new RunQueue(), random, 1 + random.nextInt(300));
    }
  }

  /** The same few steps come again and again, so that they meet the places they had before. */
  private static void behavesAsADeque(RunQueue queue, Random random, int kinds) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < kinds; i++) {
      steps.add(new Step());
    }
    var model = new ArrayDeque<Runnable>();
    for (int i = 0; i < 2_000; i++) {
      boolean puts = random.nextInt(20) < (i / 300 % 2 == 0 ? 16 : 5);
      if (puts) {
        Step step = steps.get(random.nextInt(kinds));
        queue.add(step);
        model.add(step);
      } else {
        takesTheSame(queue, model);
      }
      if (random.nextInt(100) == 0) {
        queue.releaseSteps();
        var seen = new ArrayList<Runnable>();
        queue.forEach(seen::add);
        assertThat(seen).containsExactlyElementsOf(model);
      }
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
    }
    while (!model.isEmpty()) {
      takesTheSame(queue, model);
    }
    assertThat(queue.advance()).isFalse();
  }

  private static void takesTheSame(RunQueue queue, ArrayDeque<Runnable> model) {
    Runnable expected = model.poll();
    assertThat(queue.advance()).isEqualTo(expected != null);
    if (expected != null) {
      assertThat(queue.current()).isSameAs(expected);
    }
  }

  @Test
  void coroutinesThatTakeTurnsKeepTheirOrder() {
    List<Runnable> steps = List.of(new Step(), new Step(), new Step());
    steps.forEach(queue::add);

    for (int i = 0; i < 20; i++) {
      assertThat(queue.advance()).isTrue();
      assertThat(queue.current()).isSameAs(steps.get(i % 3));
      queue.add(queue.current());
    }
  }

  @Test
  void anEmptyQueueKeepsNothing() {
    var gone = new WeakReference<>(new Step());
    queue.add(gone.get());
    assertThat(queue.advance()).isTrue();

    queue.releaseSteps();

    collect(gone);
  }

  @Test
  void aStepThatIsAloneKeepsNoOther() {
    var gone = new WeakReference<>(new Step());
    var stays = new Step();
    queue.add(new Step());
    queue.add(stays);
    queue.add(gone.get());
    assertThat(queue.advance()).isTrue();
    assertThat(queue.advance()).isTrue();
    queue.add(stays);
    assertThat(queue.advance()).isTrue();
    assertThat(queue.advance()).isTrue();

    for (int i = 0; i < 3; i++) {
      assertThat(queue.current()).isSameAs(stays);
      queue.stepBack();
      queue.releaseSteps();
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.advance()).isTrue();
    }

    collect(gone);
    assertThat(queue.current()).isSameAs(stays);
    assertThat(queue.advance()).isFalse();
  }

  @Test
  void aQueueThatIsNeverEmptyKeepsNothingForLong() {
    var gone = new WeakReference<>(new Step());
    var stays = new Step();
    queue.add(stays);
    queue.add(gone.get());
    for (int i = 0; i < 8; i++) {
      assertThat(queue.advance()).isTrue();
      if (queue.current() == stays) {
        queue.add(stays);
      }
    }

    collect(gone);
    assertThat(queue.isEmpty()).isFalse();
  }
}
