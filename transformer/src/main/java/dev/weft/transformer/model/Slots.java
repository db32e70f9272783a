package dev.weft.transformer.model;

import org.objectweb.asm.Type;

/** How many local variable slots a method's arguments take. */
public final class Slots {

  /** The JVM allows no more arguments. */
  private static final int MOST = 255;

  private Slots() {}

  /** The slots of the parameters, and of the receiver unless static. */
  public static int arguments(String descriptor, boolean isStatic) {
    int withReceiver = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    return isStatic ? withReceiver - 1 : withReceiver;
  }

  /** Whether a method can have a body, which takes two parameters more. */
  public static boolean allowBody(String descriptor, boolean isStatic) {
    return arguments(descriptor, isStatic) + 2 <= MOST;
  }

  /** Whether that body can also be a method handle, which is itself one of the arguments. */
  public static boolean allowBodyHandle(String descriptor, boolean isStatic) {
    return arguments(descriptor, isStatic) + 3 <= MOST;
  }
}
