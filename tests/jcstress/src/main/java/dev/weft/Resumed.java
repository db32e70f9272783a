package dev.weft;

import dev.weft.internal.engine.Woven;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/** A coroutine that is suspended in {@code Weft.suspend}, and one value for it. */
@State
@Woven
public class Resumed implements AsyncCallable<Object> {

  final Steps scheduler = new Steps();
  final AtomicInteger cancelled = new AtomicInteger();
  final AtomicInteger givenBack = new AtomicInteger();
  Resumption<Object> resumption;
  final Task<Object> task;

  /** One that is suspended. */
  public Resumed() {
    task = Weft.start(scheduler, this);
    scheduler.run();
  }

  private static void weft$woven() {}

  @Override
  public Object call() {
    throw new UnsupportedOperationException("its body is called");
  }

  /** The body, which the published jar hides. */
  public Object call(int room, WovenCarrier carrier) {
    return Bodies.suspend(this::begin, room, carrier);
  }

  private void begin(Resumption<?> made) {
    resumption = Unchecked.cast(made);
    made.onCancel(cancelled::incrementAndGet);
  }

  boolean resume(Object value) {
    return resumption.resume(value, back -> givenBack.incrementAndGet());
  }

  /** What became of the coroutine and of the value, in words. */
  String finish() {
    scheduler.run();
    String end = !task.isDone() ? "pending" : task.isCancelled() ? "cancelled" : "has it";
    return end + "; actions " + cancelled + ", given back " + givenBack;
  }
}
