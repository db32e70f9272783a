package dev.weft;

import dev.weft.internal.engine.Woven;
import dev.weft.internal.util.Unchecked;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.State;

/** A coroutine that is suspended in {@code Weft.suspend}, and one value for it. */
@State
@Woven
public class Resumed implements AsyncCallable<Object> {

  /** The published jar hides it from the compiler. */
  private static final Method SUSPEND;

  static {
    try {
      SUSPEND =
          Weft.class.getMethod("suspend", Resumption.Block.class, int.class, WovenCarrier.class);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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
    try {
      return SUSPEND.invoke(null, (Resumption.Block<Object>) this::begin, room, carrier);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
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
    return Steps.end(task) + "; actions " + cancelled + ", given back " + givenBack;
  }
}
