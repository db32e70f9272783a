package dev.weft.mockito;

import dev.weft.woven.WovenCarrier;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.mockito.exceptions.base.MockitoException;

/**
 * Finds static methods that are coroutines. Mockito's static mocks leave synthetic methods as they
 * are, and so the bodies that coroutines call.
 */
final class StaticBodies {

  private StaticBodies() {}

  /** A class that is left out of weaving has none, and is mocked like any other. */
  private static boolean hasBody(Class<?> type, Method written) {
    int own = written.getParameterCount();
    for (Method each : type.getDeclaredMethods()) {
      Class<?>[] parameters = each.getParameterTypes();
      if (each.isSynthetic()
          && Modifier.isStatic(each.getModifiers())
          && each.getName().equals(written.getName())
          && parameters.length == own + 2
          && List.of(parameters).subList(own, own + 2).contains(WovenCarrier.class)
          && Arrays.equals(Arrays.copyOf(parameters, own), written.getParameterTypes())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks that {@code type} has none.
   *
   * @throws MockitoException otherwise, which names one and says what to do
   */
  static void refuseIn(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          && !method.isSynthetic()
          && hasBody(type, method)) {
        throw new MockitoException(
            type.getName()
                + "."
                + method.getName()
                + " is a static @Async method, and coroutines that call it would not meet a static"
                + " mock of its class, but the real method: call it through an object that can be"
                + " mocked, or leave the class out of weaving (exclude="
                + type.getName()
                + ")");
      }
    }
  }
}
