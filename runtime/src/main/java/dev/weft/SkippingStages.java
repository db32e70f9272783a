package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bodies of the async generators that leave out the first elements of their source. */
final class SkippingStages {

  private static final int POLLED = 2;

  private SkippingStages() {}

  /** Leaves out a number of them. */
  static final class SkipStage extends GeneratorStage {
    private final AsyncGenerator<?> source;
    private long left;

    SkipStage(AsyncGenerator<?> source, long count) {
      super(source);
      this.source = source;
      left = count;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now != POLLED) {
        then(POLLED);
        return poll(source, carrier);
      }
      if (isEnd(result)) {
        ends();
        return null;
      }
      then(BEGIN);
      if (left > 0) {
        left--;
      } else {
        emit(result, carrier);
      }
      return null;
    }
  }

  /** Leaves out those before the first that does not meet a condition. */
  static final class DropStage extends GeneratorStage {
    private final AsyncGenerator<?> source;
    private final AsyncPredicate<?> condition;
    private final boolean hasBody;
    private boolean drops = true;
    private @Nullable Object tested;

    DropStage(AsyncGenerator<?> source, AsyncPredicate<?> condition) {
      super(source);
      this.source = source;
      this.condition = Objects.requireNonNull(condition, "predicate");
      hasBody = AsyncCalls.testsBody(condition);
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
          if (drops) {
            tested = result;
            then(TESTED);
            return AsyncCalls.test(condition, hasBody, result, carrier);
          }
          then(BEGIN);
          emit(result, carrier);
          return null;
        }
        case TESTED -> {
          Object element = tested;
          tested = null;
          then(BEGIN);
          drops = Boolean.TRUE.equals(result);
          if (!drops) {
            emit(element, carrier);
          }
          return null;
        }
        default -> {
          then(POLLED);
          return poll(source, carrier);
        }
      }
    }
  }
}
