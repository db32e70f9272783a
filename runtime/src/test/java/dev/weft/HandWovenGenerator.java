package dev.weft;

import dev.weft.internal.engine.HandWoven;
import dev.weft.internal.engine.Language;
import dev.weft.woven.Suspend;

/** Generators whose methods are written by hand, part by part. */
final class HandWovenGenerator {

  /** Ends the method; throws what is thrown at the suspension point before. */
  static final HandWoven.Part END = (carrier, before) -> before.get();

  private HandWovenGenerator() {}

  static Generator<?> generatorOf(HandWoven.Part... parts) {
    return (Generator<?>) Language.get().newGenerator(new HandWoven(parts));
  }

  /** Emits; throws what is thrown at the suspension point before. */
  static HandWoven.Part emit(Object element) {
    return (carrier, before) -> {
      var unused = before.get();
      Suspend.emit(element, carrier);
      return null;
    };
  }
}
