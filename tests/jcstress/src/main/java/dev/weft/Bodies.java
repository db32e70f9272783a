package dev.weft;

import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;

/** Calls bodies of suspending methods, which the published jar hides from the compiler. */
final class Bodies {

  private static final Method SUSPEND =
      find(Weft.class, "suspend", Resumption.Block.class, int.class, WovenCarrier.class);
  private static final Method AWAIT =
      find(ReusableResumption.class, "await", int.class, WovenCarrier.class);

  private Bodies() {}

  private static Method find(Class<?> owner, String name, Class<?>... parameters) {
    try {
      return owner.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static Object suspend(Resumption.Block<?> block, int room, WovenCarrier carrier) {
    return call(SUSPEND, null, block, room, carrier);
  }

  static Object await(ReusableResumption<?> slot, int room, WovenCarrier carrier) {
    return call(AWAIT, slot, room, carrier);
  }

  private static Object call(Method body, Object receiver, Object... arguments) {
    try {
      return body.invoke(receiver, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
