package dev.weft;

import dev.weft.internal.engine.Woven;
import dev.weft.internal.util.SneakyThrow;
import dev.weft.woven.WovenCarrier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.NoSuchElementException;

/** What a coroutine runs that makes one call: the body, which the published jar hides. */
@Woven
final class Call implements AsyncCallable<Object> {

  private final Object receiver;
  private final Method body;
  private final Object[] arguments;

  Call(Object receiver, String method, Object... arguments) {
    this.receiver = receiver;
    this.body = body(receiver.getClass(), method, arguments.length + 2);
    this.arguments = Arrays.copyOf(arguments, arguments.length + 2);
  }

  private static Method body(Class<?> owner, String name, int parameters) {
    for (Method each : owner.getMethods()) {
      Class<?>[] types = each.getParameterTypes();
      if (each.getName().equals(name)
          && types.length == parameters
          && types[parameters - 1] == WovenCarrier.class) {
        return each;
      }
    }
    throw new NoSuchElementException(name + " in " + owner);
  }

  private static void weft$woven() {}

  @Override
  public Object call() {
    throw new UnsupportedOperationException("its body is called");
  }

  /** The body, which the published jar hides. */
  public Object call(int room, WovenCarrier carrier) {
    Object[] all = arguments.clone();
    all[all.length - 2] = room;
    all[all.length - 1] = carrier;
    try {
      return body.invoke(receiver, all);
    } catch (InvocationTargetException thrown) {
      throw SneakyThrow.sneaky(thrown.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
