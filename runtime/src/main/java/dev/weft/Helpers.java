package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.GeneratorStage;
import dev.weft.woven.Suspend;
import dev.weft.woven.WovenCarrier;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines that work for an async generator beside its consumer: each puts what it has made,
 * and its end, on a {@link Conveyor}, and never fails itself.
 */
final class Helpers {

  private static final int RESERVED = 2;
  private static final int POLLED = 3;
  private static final int APPLIED = 4;
  private static final int DELAYED = 5;

  private Helpers() {}

  /** A body whose steps are those of a frame. */
  static final class Body implements AsyncRunnable {
    private final GeneratorStage steps;

    Body(GeneratorStage steps) {
      this.steps = steps;
    }

    /** Says that the body here is meant, though it overrides another; see {@code Linker}. */
    @SuppressWarnings({"unused", "UnusedMethod"})
    private static void weft$woven() {}

    @Override
    public void run() {
      throw new IllegalStateException("a body that is written by hand is called as one");
    }

    @Override
    public void run(int room, WovenCarrier carrier) {
      carrier.startLater(steps);
    }
  }

  /** A result, or a failure, that has its place among others. */
  interface InTurn {
    /** How many elements came before this one. */
    long number();

    /** The result; throws the failure. */
    @Nullable Object result() throws Throwable;
  }

  /** The failure of a source. */
  record Failed(long number, Throwable failure) implements InTurn {
    @Override
    public @Nullable Object result() throws Throwable {
      throw failure;
    }
  }

  /** Steps of a helper, which people see as the method that it helps. */
  abstract static class Steps extends GeneratorStage {
    private final String method;

    /**
     * Some that have not begun.
     *
     * @param method of {@link AsyncGenerator}
     */
    Steps(String method, AsyncGeneratorState... sources) {
      super(sources);
      this.method = method;
    }

    @Override
    protected final FrameSnapshot snapshot() {
      return new FrameSnapshot(
          AsyncGenerator.class.getName(),
          method,
          "AsyncGenerator.java",
          0,
          "",
          List.of(),
          getClass().getName());
    }
  }

  /** Goes through a source as long as there are places. */
  static final class Pumping extends Steps {
    private final AsyncGeneratorState source;
    private final ConcurrentStage stage;

    /** One that has not begun, and works for {@code stage}. */
    Pumping(AsyncGeneratorState source, ConcurrentStage stage) {
      super(stage.method(), source);
      this.source = source;
      this.stage = stage;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      switch (now) {
        case RESERVED -> {
          then(POLLED);
          return poll(source, carrier);
        }
        case POLLED -> {
          if (isEnd(result)) {
            ends();
          } else {
            then(BEGIN);
            stage.use(result, carrier);
          }
          return null;
        }
        default -> {
          then(RESERVED);
          stage.conveyor.reserve(carrier);
          return null;
        }
      }
    }

    @Override
    protected void finish(@Nullable Throwable first, Carrier carrier) {
      stage.sourceEnded(first);
      carrier.putVoid();
    }
  }

  /** Applies a function to one element. */
  static final class Applying extends Steps implements InTurn {
    private final AsyncFunction<?, ?> function;
    private final Conveyor conveyor;
    private final long number;
    private final boolean ordered;
    private @Nullable Object value;
    private @Nullable Throwable failure;

    /**
     * One that has not begun.
     *
     * @param method of {@link AsyncGenerator}
     * @param number how many elements came before this one
     * @param ordered whether a failure is to be thrown in its turn, not at once
     */
    Applying(
        String method,
        AsyncFunction<?, ?> function,
        @Nullable Object element,
        Conveyor conveyor,
        long number,
        boolean ordered) {
      super(method);
      this.function = function;
      this.conveyor = conveyor;
      this.number = number;
      this.ordered = ordered;
      value = element;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
        throws Exception {
      if (now == APPLIED) {
        value = result;
        ends();
        return null;
      }
      Object element = value;
      value = null;
      then(APPLIED);
      return AsyncCalls.apply(function, element, carrier);
    }

    @Override
    protected void finish(@Nullable Throwable first, Carrier carrier) {
      failure = first;
      if (ordered || first == null) {
        conveyor.add(this);
      }
      conveyor.ends(ordered && !conveyor.isClosing() ? null : first);
      carrier.putVoid();
    }

    @Override
    public long number() {
      return number;
    }

    /** By who has seen this end. */
    @Override
    public @Nullable Object result() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  /** Says after a time that it has passed. */
  static final class Ticking extends Steps {
    private final Duration time;
    private final Conveyor conveyor;

    Ticking(String method, Duration time, Conveyor conveyor) {
      super(method);
      this.time = time;
      this.conveyor = conveyor;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now == DELAYED) {
        conveyor.add(this);
        ends();
      } else {
        then(DELAYED);
        Suspend.delay(time, (WovenCarrier) carrier);
      }
      return null;
    }

    @Override
    protected void finish(@Nullable Throwable first, Carrier carrier) {
      carrier.putVoid(); // cancelled: not needed any more
    }
  }
}
