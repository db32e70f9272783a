package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.internal.util.Unchecked;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** The calls that go through an async generator to its end. */
final class TerminalStages {

  private static final int POLLED = 2;

  private TerminalStages() {}

  /** Gives each element to a consumer. */
  static final class EachStage extends GeneratorStage {
    private final AsyncGeneratorState source;
    private final Consumer<?> action;

    EachStage(AsyncGeneratorState source, Consumer<?> action) {
      super(source);
      this.source = source;
      this.action = action;
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
      if (action instanceof AsyncConsumer<?> suspending) {
        AsyncCalls.accept(suspending, result, carrier);
      } else {
        Consumer<@Nullable Object> ordinary = Unchecked.cast(action);
        ordinary.accept(result);
      }
      return null;
    }
  }

  /** Collects the elements. */
  static final class CollectStage extends GeneratorStage {
    private final AsyncGeneratorState source;
    private final BiConsumer<@Nullable Object, @Nullable Object> accumulator;
    private final Function<@Nullable Object, @Nullable Object> finisher;
    private @Nullable Object container;

    CollectStage(AsyncGeneratorState source, Collector<?, ?, ?> collector) {
      super(source);
      this.source = source;
      container = collector.supplier().get();
      accumulator = Unchecked.cast(collector.accumulator());
      finisher =
          collector.characteristics().contains(Collector.Characteristics.IDENTITY_FINISH)
              ? made -> made // as streams do: there need not be another
              : Unchecked.cast(collector.finisher());
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now == POLLED && isEnd(result)) {
        container = finisher.apply(container);
        ends();
        return null;
      }
      if (now == POLLED) {
        accumulator.accept(container, result);
      }
      then(POLLED);
      return poll(source, carrier);
    }

    @Override
    protected void finish(@Nullable Throwable first, Carrier carrier) {
      if (first != null) {
        throw SneakyThrow.sneaky(first);
      }
      carrier.putObject(container);
    }
  }
}
