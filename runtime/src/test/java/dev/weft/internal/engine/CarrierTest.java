package dev.weft.internal.engine;

import static dev.weft.internal.engine.HandWoven.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.woven.WovenCarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The carrier: typed results, failures, chains of frames, putting steps off. */
class CarrierTest {

  private final WovenCarrier carrier = new WovenCarrier(true);

  @Test
  void resultsOfEveryTypeComeOutAsTheyWentIn() {
    carrier.putInt(Integer.MIN_VALUE);
    assertThat(carrier.takeInt()).isEqualTo(Integer.MIN_VALUE);
    carrier.putLong(Long.MIN_VALUE);
    assertThat(carrier.takeLong()).isEqualTo(Long.MIN_VALUE);
    carrier.putDouble(-0.0);
    assertThat(Double.doubleToRawLongBits(carrier.takeDouble()))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
    carrier.putObject("x");
    assertThat(carrier.takeObject()).isEqualTo("x");
    assertThat(carrier.takeObject()).as("it is not kept").isNull();
    carrier.putVoid();
    carrier.takeVoid();
    assertThat(carrier.takeObject()).isNull();
  }

  @Test
  void floatsKeepTheirBits() {
    for (int bits : new int[] {0x7F800001, 0x7FC00001, 0xFFC00000, 0x80000000, 1}) {
      carrier.putFloat(Float.intBitsToFloat(bits));
      assertThat(Float.floatToRawIntBits(carrier.takeFloat())).isEqualTo(bits);
    }
  }

  @Test
  void whateverTypeIsTakenAFailureIsThrownOnce() {
    var failure = new IOException("disk");
    List<Runnable> takes =
        List.of(
            carrier::takeVoid,
            carrier::takeInt,
            carrier::takeLong,
            carrier::takeFloat,
            carrier::takeDouble,
            carrier::takeObject);

    for (Runnable take : takes) {
      carrier.deliver(failure);
      assertThatThrownBy(take::run).isSameAs(failure);
      take.run();
    }
  }

  @Test
  void framesAreLinkedFromTheLeafToTheRoot() {
    var leaf = new HandWoven();
    var caller = new HandWoven();
    var root = new HandWoven();

    carrier.link(leaf);
    carrier.link(caller);
    carrier.link(root);

    assertThat(carrier.takeChain(carrier.unwinding, null)).isSameAs(leaf);
    assertThat(leaf.caller()).isSameAs(caller);
    assertThat(caller.caller()).isSameAs(root);
    assertThat(root.caller()).isNull();
    assertThat(carrier.takeChain(carrier.unwinding, null)).isNull();
  }

  @Test
  void anUnwindingThatIsGivenUpLeavesNothingBehind() {
    carrier.startLater(new HandWoven());
    assertThat(carrier.isUnwinding()).isTrue();

    carrier.stopUnwinding();

    assertThat(carrier.isUnwinding()).isFalse();
    assertThat(carrier.takeEvent(carrier.unwinding, null)).isNull();
    assertThat(carrier.takeChain(carrier.unwinding, null)).isNull();
  }

  @Test
  void everyThreadHasItsOwn() throws Exception {
    var other = new FutureTask<>(WovenCarrier::current);
    new Thread(other).start();

    assertThat(WovenCarrier.current()).isSameAs(WovenCarrier.current()).isNotSameAs(other.get());
    assertThat(WovenCarrier.current().isGenerator()).isFalse();
    assertThat(carrier.isGenerator()).isTrue();
  }

  @Test
  void whatABodyThrowsIsDeliveredToItsCallers() {
    var failure = new IOException("disk");
    var root = new HandWoven(null, (c, before) -> "caught " + before.failure().getMessage());
    var leaf = new HandWoven(null, failing(failure));
    root.state = 1;
    leaf.state = 1;
    leaf.parent = root;

    assertThat(Driver.resumeFrom(leaf, carrier)).isEqualTo(Unwinding.NOT);

    assertThat(carrier.takeObject()).isEqualTo("caught disk");
  }

  @Test
  void aStepIsPutOffWhileACoroutineRunsAndTheOutermostRunsIt() {
    List<String> order = new ArrayList<>();
    var coroutine = new Idle();
    Coroutine outer = carrier.enter(coroutine);
    Coroutine inner = carrier.enter(new Idle());

    carrier.runOnTrampoline(() -> order.add("put off"));
    carrier.leave(inner);
    assertThat(order).isEmpty();
    assertThat(carrier.coroutine()).isSameAs(coroutine);
    carrier.leave(outer);

    assertThat(order).containsExactly("put off");
    carrier.runOnTrampoline(() -> order.add("at once"));
    assertThat(order).containsExactly("put off", "at once");
  }

  /** A coroutine that does nothing. */
  private static final class Idle extends Coroutine {
    @Override
    protected void dispatch() {}

    @Override
    public CoroutineLocals locals() {
      return null;
    }

    @Override
    public CoroutineLocals makeLocals() {
      return new CoroutineLocals(this) {};
    }

    @Override
    protected Runnable after(long nanos, Runnable action) {
      return () -> {};
    }
  }

  @Test
  void aThreadThatMustNotBlockSaysWhoItIs() {
    carrier.checkMayBlock("waiting");

    carrier.forbidBlocking("the game's thread");

    assertThatIllegalStateException()
        .isThrownBy(() -> carrier.checkMayBlock("waiting"))
        .withMessage("waiting would block the game's thread, which must never block");
  }
}
