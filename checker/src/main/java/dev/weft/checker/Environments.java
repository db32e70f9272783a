package dev.weft.checker;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.annotation.processing.ProcessingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Finds javac behind the processing environments that build tools put around its own: Gradle keeps
 * that in a field, IntelliJ IDEA has a method that gives it.
 */
final class Environments {

  private static final String JAVAC = "com.sun.tools.javac.processing.JavacProcessingEnvironment";
  private static final int MOST_LAYERS = 10;

  private Environments() {}

  static boolean isJavac(ProcessingEnvironment environment) {
    return environment.getClass().getName().equals(JAVAC);
  }

  /** The innermost environment that can be reached. */
  static ProcessingEnvironment unwrap(ProcessingEnvironment environment) {
    ProcessingEnvironment each = environment;
    for (int layer = 0; layer < MOST_LAYERS && !isJavac(each); layer++) {
      ProcessingEnvironment inner =
          Proxy.isProxyClass(each.getClass()) ? behindProxy(each) : inField(each);
      if (inner == null) {
        return each;
      }
      each = inner;
    }
    return each;
  }

  private static @Nullable ProcessingEnvironment behindProxy(ProcessingEnvironment proxy) {
    try {
      Class<?> wrappers =
          Class.forName(
              "org.jetbrains.jps.javac.APIWrappers", true, proxy.getClass().getClassLoader());
      Method unwrap = wrappers.getDeclaredMethod("unwrap", Class.class, Object.class);
      Object inner = unwrap.invoke(null, ProcessingEnvironment.class, proxy);
      return inner != proxy && inner instanceof ProcessingEnvironment found ? found : null;
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException other) {
      return inField(Proxy.getInvocationHandler(proxy));
    }
  }

  private static @Nullable ProcessingEnvironment inField(Object wrapper) {
    for (Class<?> type = wrapper.getClass(); type != null; type = type.getSuperclass()) {
      for (Field each : type.getDeclaredFields()) {
        Object value = valueOf(each, wrapper);
        if (value instanceof ProcessingEnvironment found && found != wrapper) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable Object valueOf(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (RuntimeException | IllegalAccessException closed) { // a module's, or static and gone
      return null;
    }
  }
}
