package dev.weft;

import dev.weft.AsyncGenerator.Driven;
import dev.weft.ElementStages.FilterStage;
import dev.weft.ElementStages.MapStage;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/**
 * The async generators of {@link ElementStages} that are used most. They make an element on the
 * stack of who asks for it, so that the JVM may compile all of it into the loop that does; where a
 * call waits, the stage is the frame that goes on.
 *
 * <p>Each has the ordinary method in its own class beside the body, and the mark, without which it
 * would be taken for a proxy; see {@code ReceiverClass}.
 */
final class ElementGenerators {

  private ElementGenerators() {}

  /** Applies a function to each element. */
  static final class Mapping<T extends @Nullable Object> extends Driven<T> {
    private final MapStage stage;

    Mapping(MapStage stage) {
      super(stage);
      this.stage = stage;
    }

    @SuppressWarnings({"unused", "UnusedMethod"})
    private static void weft$woven() {}

    @Override
    @SuppressWarnings("RedundantOverride") // see above
    public boolean hasNext() {
      return super.hasNext();
    }

    @Override
    public boolean hasNext(int room, WovenCarrier carrier) {
      return beginsDirectly(stage, carrier)
          ? endsDirectly(stage.advance(carrier), stage, carrier)
          : hasNextElement(carrier);
    }
  }

  /** Keeps the elements that meet a condition, or those before the first that does not. */
  static final class Filtering<T extends @Nullable Object> extends Driven<T> {
    private final FilterStage stage;

    Filtering(FilterStage stage) {
      super(stage);
      this.stage = stage;
    }

    @SuppressWarnings({"unused", "UnusedMethod"})
    private static void weft$woven() {}

    @Override
    @SuppressWarnings("RedundantOverride") // see above
    public boolean hasNext() {
      return super.hasNext();
    }

    @Override
    public boolean hasNext(int room, WovenCarrier carrier) {
      return beginsDirectly(stage, carrier)
          ? endsDirectly(stage.advance(carrier), stage, carrier)
          : hasNextElement(carrier);
    }
  }
}
