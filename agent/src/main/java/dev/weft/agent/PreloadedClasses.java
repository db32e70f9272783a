package dev.weft.agent;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The application's classes that were loaded before the agent, and so can no longer be woven.
 *
 * <p>Every program that starts with the agent waits for this, so what is needed for each class is
 * done without streams and lambdas, whose first use loads a hundred classes.
 */
final class PreloadedClasses {

  private final List<Class<?>> classes = new ArrayList<>();

  PreloadedClasses(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      boolean application = type.getClassLoader() != null && !type.isArray() && !type.isHidden();
      if (application && !type.getName().startsWith("dev.weft.agent.")) {
        classes.add(type);
      }
    }
  }

  /** Adds the internal names of all of them. */
  void addNames(Set<String> names) {
    for (Class<?> type : classes) {
      names.add(internalName(type));
    }
  }

  /** Binary names of those with {@code @Async} methods that the options would have woven. */
  List<String> asyncClasses(AgentOptions options) {
    var names = new ArrayList<String>();
    for (Class<?> type : classes) {
      boolean woven = !WovenClasses.isOwn(internalName(type)) && options.includes(type.getName());
      if (woven && hasAsync(type)) {
        names.add(type.getName());
      }
    }
    return names;
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static boolean hasAsync(Class<?> type) {
    String file = internalName(type);
    if (ClassNames.isPlatform(file)) {
      return false;
    }
    byte[] classFile = new LoaderClassFiles(type.getClassLoader()).find(file);
    return classFile != null && isUnwovenAsync(classFile);
  }

  private static boolean isUnwovenAsync(byte[] classFile) {
    try {
      ClassInfo info = ClassInfo.read(classFile);
      return info.marksAny()
          && info.methods().values().stream()
              .noneMatch(method -> method.descriptor().contains(RuntimeNames.CARRIER_DESC));
    } catch (RuntimeException unreadable) {
      return false; // newer than is known, or not what was loaded
    }
  }
}
