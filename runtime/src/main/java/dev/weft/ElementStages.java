package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.woven.WovenCarrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the async generators that handle one element after the other: each asks its source
 * for an element when it is asked for one.
 */
final class ElementStages {

  private static final int POLLED = 2;
  private static final int APPLIED = 3;
  private static final int POLLED_SECOND = 4;

  private ElementStages() {}

  /** Applies a function to each element. */
  private abstract static class ApplyingStage extends GeneratorStage {
    final AsyncGenerator<?> source;
    private final AsyncFunction<?, ?> function;
    private final boolean hasBody;

    ApplyingStage(AsyncGenerator<?> source, AsyncFunction<?, ?> function) {
      super(source);
      this.source = source;
      this.function = Objects.requireNonNull(function, "function");
      hasBody = AsyncCalls.appliesBody(function);
    }

    final @Nullable Object apply(@Nullable Object element, Carrier carrier) throws Exception {
      return AsyncCalls.apply(function, hasBody, element, carrier);
    }

    /** Hands out what the function has made. */
    abstract void use(@Nullable Object made, Carrier carrier);

    @Override
    protected final @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
        throws Exception {
      switch (now) {
        case POLLED -> {
          if (isEnd(result)) {
            ends();
            return null;
          }
          then(APPLIED);
          return apply(result, carrier);
        }
        case APPLIED -> {
          then(BEGIN);
          use(result, carrier);
          return null;
        }
        default -> {
          then(POLLED);
          return poll(source, carrier);
        }
      }
    }
  }

  /** Emits what a function makes of each element. */
  static final class MapStage extends ApplyingStage {
    MapStage(AsyncGenerator<?> source, AsyncFunction<?, ?> function) {
      super(source, function);
    }

    /** Makes the steps for one element, as far as nothing else is to be done; or PENDING. */
    @Nullable Object advance(WovenCarrier carrier) {
      try {
        then(POLLED);
        Object polled = pollAfter(source, source.hasNext(carrier.room(), carrier), carrier);
        if (polled == PENDING) {
          return PENDING;
        }
        then(APPLIED);
        Object made = apply(polled, carrier);
        if (carrier.isUnwinding()) {
          return PENDING;
        }
        then(BEGIN);
        return made;
      } catch (Throwable thrown) {
        return fails(thrown, carrier);
      }
    }

    @Override
    void use(@Nullable Object made, Carrier carrier) {
      emit(made, carrier);
    }
  }

  /** Emits all elements of the generator that a function makes of each element. */
  static final class FlatMapStage extends ApplyingStage {
    FlatMapStage(AsyncGenerator<?> source, AsyncFunction<?, ?> function) {
      super(source, function);
    }

    @Override
    void use(@Nullable Object made, Carrier carrier) {
      if (made != null) {
        ((AsyncGeneratorState) made).delegate(carrier);
      }
    }
  }

  /** Emits the elements that meet a condition, either all of them or those before the first. */
  static final class FilterStage extends GeneratorStage {
    private final AsyncGenerator<?> source;
    private final AsyncPredicate<?> condition;
    private final boolean hasBody;
    private final boolean untilFirst;
    private @Nullable Object tested;

    FilterStage(AsyncGenerator<?> source, AsyncPredicate<?> condition, boolean untilFirst) {
      super(source);
      this.source = source;
      this.condition = Objects.requireNonNull(condition, "predicate");
      this.untilFirst = untilFirst;
      hasBody = AsyncCalls.testsBody(condition);
    }

    /** Makes the steps for one element, as far as nothing else is to be done; or PENDING. */
    @Nullable Object advance(WovenCarrier carrier) {
      try {
        while (true) {
          then(POLLED);
          Object polled = pollAfter(source, source.hasNext(carrier.room(), carrier), carrier);
          if (polled == PENDING) {
            return PENDING;
          }
          then(TESTED);
          boolean meets = AsyncCalls.test(condition, hasBody, polled, carrier);
          if (carrier.isUnwinding()) {
            tested = polled;
            return PENDING;
          }
          if (meets) {
            then(BEGIN);
            return polled;
          }
          if (untilFirst) {
            ends();
            carrier.putObject(null);
            return PENDING;
          }
        }
      } catch (Throwable thrown) {
        return fails(thrown, carrier);
      }
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
        throws Exception {
      switch (now) {
        case POLLED -> {
          if (isEnd(result)) {
            ends();
            return null;
          }
          tested = result;
          then(TESTED);
          return AsyncCalls.test(condition, hasBody, result, carrier);
        }
        case TESTED -> {
          take(Boolean.TRUE.equals(result), carrier);
          return null;
        }
        default -> {
          then(POLLED);
          return poll(source, carrier);
        }
      }
    }

    private void take(boolean meets, Carrier carrier) {
      Object element = tested;
      tested = null;
      if (meets) {
        then(BEGIN);
        emit(element, carrier);
      } else if (untilFirst) {
        ends();
      } else {
        then(BEGIN);
      }
    }
  }

  /** Emits the first elements. */
  static final class LimitStage extends GeneratorStage {
    private final AsyncGeneratorState source;
    private long left;

    LimitStage(AsyncGeneratorState source, long most) {
      super(source);
      this.source = source;
      left = most;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now == POLLED) {
        if (isEnd(result)) {
          ends();
        } else {
          left--;
          then(BEGIN);
          emit(result, carrier);
        }
        return null;
      }
      if (left == 0) {
        ends();
        return null;
      }
      then(POLLED);
      return poll(source, carrier);
    }
  }

  /** Emits what a function makes of the elements of two generators, pair by pair. */
  static final class ZipStage extends GeneratorStage {
    private final AsyncGeneratorState first;
    private final AsyncGeneratorState second;
    private final AsyncBiFunction<?, ?, ?> function;
    private @Nullable Object ofFirst;

    ZipStage(
        AsyncGeneratorState first, AsyncGeneratorState second, AsyncBiFunction<?, ?, ?> function) {
      super(first, Objects.requireNonNull(second, "other"));
      this.first = first;
      this.second = second;
      this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
        throws Exception {
      if ((now == POLLED || now == POLLED_SECOND) && isEnd(result)) {
        ends();
        return null;
      }
      switch (now) {
        case POLLED -> {
          ofFirst = result;
          then(POLLED_SECOND);
          return poll(second, carrier);
        }
        case POLLED_SECOND -> {
          Object paired = ofFirst;
          ofFirst = null;
          then(APPLIED);
          return AsyncCalls.apply(function, paired, result, carrier);
        }
        case APPLIED -> {
          then(BEGIN);
          emit(result, carrier);
          return null;
        }
        default -> {
          then(POLLED);
          return poll(first, carrier);
        }
      }
    }
  }
}
