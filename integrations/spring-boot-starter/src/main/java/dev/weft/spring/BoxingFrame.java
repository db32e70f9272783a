package dev.weft.spring;

import dev.weft.internal.engine.Carrier;
import dev.weft.woven.GeneratedFrame;
import dev.weft.woven.WovenCarrier;

/** The suspended call of a body whose result is a primitive: boxes it when it is there. */
final class BoxingFrame extends GeneratedFrame {

  private final Class<?> type;

  BoxingFrame(Class<?> type) {
    this.type = type;
  }

  /** Overrides what javac does not see in the published jar of the runtime. */
  @SuppressWarnings({"MissingOverride", "ProtectedMembersInFinalClass"})
  protected int resume(Carrier running) {
    var carrier = (WovenCarrier) running; // as generated code calls it, in modules too
    carrier.putObject(take(carrier));
    return carrier.unwinding;
  }

  private Object take(WovenCarrier carrier) {
    if (type == long.class) {
      return carrier.takeLong();
    }
    if (type == double.class) {
      return carrier.takeDouble();
    }
    if (type == float.class) {
      return carrier.takeFloat();
    }
    int value = carrier.takeInt();
    if (type == boolean.class) {
      return value != 0;
    }
    if (type == char.class) {
      return (char) value;
    }
    if (type == byte.class) {
      return (byte) value;
    }
    return type == short.class ? (Object) (short) value : (Object) value;
  }
}
