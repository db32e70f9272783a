package dev.weft.woven;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.FrameLayout;
import dev.weft.internal.util.SneakyThrow;
import java.util.Iterator;

/** The call by which an async generator emits all elements of a plain one. */
@FrameLayout(
    owner = "dev.weft.Weft",
    method = "emitAll",
    descriptor = "(Ldev/weft/Generator;)V",
    file = "Weft.java",
    points = {})
final class EachElement extends Frame {

  private final Iterator<?> elements;

  private EachElement(Iterator<?> elements) {
    this.elements = elements;
  }

  static void begin(Iterator<?> elements, WovenCarrier carrier) {
    if (elements.hasNext()) {
      var each = new EachElement(elements);
      carrier.suspendToEmit(elements.next());
      carrier.link(each);
    }
  }

  @Override
  protected int resume(Carrier carrier) {
    try {
      carrier.takeVoid();
    } catch (Throwable closed) { // or what else is met at an emit
      throw SneakyThrow.sneaky(close(closed));
    }
    if (elements.hasNext()) {
      carrier.suspendToEmit(elements.next());
    }
    return carrier.unwinding;
  }

  private Throwable close(Throwable met) {
    try {
      ((AutoCloseable) elements).close();
    } catch (Throwable failure) {
      failure.addSuppressed(met);
      return failure;
    }
    return met;
  }
}
