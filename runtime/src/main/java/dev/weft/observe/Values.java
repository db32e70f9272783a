package dev.weft.observe;

import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.observe.Names;
import java.lang.reflect.Array;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows values without calling code of the user's, which might wait, fail, or change something. */
final class Values {

  private static final int LENGTH = 80;

  private Values() {}

  static String text(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String text) {
      return '"' + shortened(text) + '"';
    }
    if (isPlain(value)) {
      return shortened(value.toString());
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Class<?> type) {
      return type.getName();
    }
    if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      return value.getClass().getComponentType().getSimpleName() + "[" + length + "]";
    }
    return value instanceof Completion
        ? "Task" + WaitTarget.identity(value)
        : Names.identity(value);
  }

  private static boolean isPlain(Object value) {
    Class<?> type = value.getClass();
    if (type.getClassLoader() != null) { // not the JDK's own
      return false;
    }
    return (value instanceof Number && type.getPackageName().equals("java.lang"))
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || (type.getPackageName().equals("java.time")
            && (value instanceof TemporalAccessor || value instanceof TemporalAmount));
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH
        ? text
        : text.substring(0, LENGTH) + "... (" + text.length() + " characters)";
  }
}
