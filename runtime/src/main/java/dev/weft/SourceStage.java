package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.woven.WovenCarrier;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of an async generator that emits what is there already, or what a loop would get. */
final class SourceStage extends GeneratorStage {

  private static final int DELEGATED = 2;
  private static final int POLLED = 3;

  private final Iterable<?> elements;
  private @Nullable Iterator<?> iterator;

  SourceStage(Iterable<?> elements) {
    this.elements = elements;
  }

  @Override
  protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
    switch (now) {
      case DELEGATED -> ends();
      case TESTED -> {
        if (Boolean.TRUE.equals(result)) {
          then(POLLED);
          return ((AsyncIterator<?>) iterator()).next(carrier.room(), (WovenCarrier) carrier);
        }
        ends();
      }
      case POLLED -> {
        then(BEGIN);
        emit(result, carrier);
      }
      default -> {
        return begin(iterator(), carrier);
      }
    }
    return null;
  }

  private @Nullable Object begin(Iterator<?> each, Carrier carrier) {
    if (each instanceof AsyncGeneratorState generator) {
      then(DELEGATED);
      generator.delegate(carrier);
    } else if (each instanceof AsyncIterator<?> suspending) {
      then(TESTED);
      return suspending.hasNext(carrier.room(), (WovenCarrier) carrier);
    } else if (each.hasNext()) {
      then(BEGIN);
      emit(each.next(), carrier);
    } else {
      ends();
    }
    return null;
  }

  private Iterator<?> iterator() {
    Iterator<?> known = iterator;
    if (known == null) {
      known = Objects.requireNonNull(elements.iterator(), "iterator");
      iterator = known;
    }
    return known;
  }
}
