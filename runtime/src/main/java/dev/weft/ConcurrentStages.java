package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.tasks.TaskCoroutine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bodies of the async generators whose elements are computed ahead, or at a time. */
final class ConcurrentStages {

  private static final int TAKEN = 10;
  private static final int EMITTED_LAST = 12;

  private ConcurrentStages() {}

  /** Emits the elements of several sources as they come: a buffer, if there is one source. */
  static final class MergeStage extends ConcurrentStage {
    private final String method;

    MergeStage(int places, AsyncGeneratorState... sources) {
      super(places, sources);
      method = sources.length == 1 ? "buffer" : "merge";
    }

    @Override
    String method() {
      return method;
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now != TAKEN) {
        begin(carrier);
        then(TAKEN);
        return conveyor.take(carrier);
      }
      if (result == Conveyor.END) {
        ends();
        return null;
      }
      conveyor.release();
      then(BEGIN);
      emit(((Element) Objects.requireNonNull(result)).value(), carrier);
      return null;
    }
  }

  /** Emits what a function makes of the elements, several of which are under way at once. */
  static final class MapStage extends ConcurrentStage {
    private final AsyncFunction<?, ?> function;
    private final boolean ordered;

    /** How many elements the pump has taken. By the pump. */
    private long taken;

    /** How many results were handed out, and those that have come before their turn. */
    private long handedOut;

    private final Map<Long, Helpers.InTurn> early = new HashMap<>();

    MapStage(AsyncGeneratorState source, int most, AsyncFunction<?, ?> function, boolean ordered) {
      super(most, source);
      this.function = Objects.requireNonNull(function, "function");
      this.ordered = ordered;
    }

    @Override
    String method() {
      return ordered ? "mapConcurrent" : "mapConcurrentUnordered";
    }

    @Override
    void use(@Nullable Object element, Carrier carrier) {
      conveyor.begins();
      var unused =
          start(
              new Helpers.Applying(method(), function, element, conveyor, taken++, ordered),
              carrier);
    }

    /** In order, a failure of the source comes after what was made of its elements. */
    @Override
    void sourceEnded(@Nullable Throwable failure) {
      if (ordered && failure != null && !conveyor.isClosing()) {
        conveyor.add(new Helpers.Failed(taken, failure));
        conveyor.ends(null);
      } else {
        super.sourceEnded(failure);
      }
    }

    @Override
    protected @Nullable Object step(int now, @Nullable Object result, Carrier carrier)
        throws Throwable {
      if (now == TAKEN && result == Conveyor.END) {
        ends();
        return null;
      }
      if (now == TAKEN) {
        Helpers.InTurn ended = (Helpers.InTurn) Objects.requireNonNull(result);
        early.put(ordered ? ended.number() : handedOut, ended);
      }
      Helpers.InTurn next = early.remove(handedOut);
      if (next != null) {
        handedOut++;
        Object value = next.result();
        conveyor.release();
        then(BEGIN);
        emit(value, carrier);
        return null;
      }
      begin(carrier);
      then(TAKEN);
      return conveyor.take(carrier);
    }
  }

  /** Keeps what comes until a time has passed, and emits it then; the rest at the end. */
  private abstract static class TickingStage extends ConcurrentStage {
    private final Duration time;
    private @Nullable Object tick;
    private @Nullable TaskCoroutine ticking;

    TickingStage(AsyncGeneratorState source, Duration time) {
      super(1, source);
      this.time = Objects.requireNonNull(time, "time");
    }

    /** Keeps an element. */
    abstract void add(Element element, Carrier carrier);

    /** Emits what is kept, if anything is, and keeps it no longer. */
    abstract void emitKept(Carrier carrier);

    @Override
    protected final @Nullable Object step(int now, @Nullable Object result, Carrier carrier) {
      if (now == EMITTED_LAST) {
        ends();
        return null;
      }
      if (now != TAKEN) {
        begin(carrier);
        then(TAKEN);
        return conveyor.take(carrier);
      }
      then(BEGIN);
      if (result == Conveyor.END) {
        then(EMITTED_LAST);
        emitNow(carrier);
      } else if (result instanceof Element element) {
        conveyor.release();
        add(element, carrier);
      } else if (result == tick) {
        emitNow(carrier);
      }
      return null;
    }

    /** Has what is kept emitted when the time has passed from now. */
    final void startTicking(Carrier carrier) {
      stopTicking();
      var steps = new Helpers.Ticking(method(), time, conveyor);
      tick = steps;
      ticking = start(steps, carrier);
    }

    final void emitNow(Carrier carrier) {
      stopTicking();
      emitKept(carrier);
    }

    /** A tick that is on its way all the same is not known any more. */
    private void stopTicking() {
      if (ticking != null) {
        ticking.cancel();
        ticking = null;
      }
      tick = null;
    }
  }

  /** Puts elements into lists: as many as there is room for, or have come in a time. */
  static final class ChunkStage extends TickingStage {
    private final int most;
    private List<@Nullable Object> chunk = new ArrayList<>();

    ChunkStage(AsyncGeneratorState source, int most, Duration time) {
      super(source, time);
      this.most = most;
    }

    @Override
    String method() {
      return "chunked";
    }

    @Override
    void add(Element element, Carrier carrier) {
      chunk.add(element.value());
      if (chunk.size() == most) {
        emitNow(carrier);
      } else if (chunk.size() == 1) {
        startTicking(carrier);
      }
    }

    @Override
    void emitKept(Carrier carrier) {
      if (!chunk.isEmpty()) {
        List<@Nullable Object> full = chunk;
        chunk = new ArrayList<>();
        emit(full, carrier);
      }
    }
  }

  /** Emits elements that no other one follows within a time. */
  static final class DebounceStage extends TickingStage {
    private @Nullable Element last;

    DebounceStage(AsyncGeneratorState source, Duration time) {
      super(source, time);
    }

    @Override
    String method() {
      return "debounce";
    }

    @Override
    void add(Element element, Carrier carrier) {
      last = element;
      startTicking(carrier);
    }

    @Override
    void emitKept(Carrier carrier) {
      Element element = last;
      last = null;
      if (element != null) {
        emit(element.value(), carrier);
      }
    }
  }
}
