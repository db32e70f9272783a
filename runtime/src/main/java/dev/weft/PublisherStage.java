package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an async generator that emits the elements of a publisher. It subscribes when it is
 * first asked, and cancels the subscription when it ends before the publisher does.
 */
final class PublisherStage extends GeneratorStage {

  private static final int TAKEN = 2;

  private final Flow.Publisher<Object> publisher;
  private final int prefetch;
  private @Nullable PublisherIntake intake;

  PublisherStage(Flow.Publisher<Object> publisher, int prefetch) {
    this.publisher = publisher;
    this.prefetch = prefetch;
  }

  @Override
  protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
    if (now != TAKEN) {
      then(TAKEN);
      return intake().take(carrier);
    }
    if (result == PublisherIntake.END) {
      ends();
    } else {
      then(BEGIN);
      emit(result, carrier);
    }
    return null;
  }

  private PublisherIntake intake() {
    PublisherIntake known = intake;
    if (known != null) {
      return known;
    }
    var made = new PublisherIntake(prefetch);
    intake = made;
    publisher.subscribe(made);
    return made;
  }

  @Override
  protected boolean closeNext(Carrier carrier) {
    PublisherIntake open = intake;
    if (open != null) {
      intake = null;
      open.close();
    }
    return super.closeNext(carrier);
  }
}
