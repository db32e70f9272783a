package dev.weft.agent;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Names;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The application's classes that were loaded before the agent, and so can no longer be woven. */
final class LoadedBefore {

  private final List<Class<?>> classes = new ArrayList<>();

  LoadedBefore(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      boolean ours = type.getName().startsWith("dev.weft.agent.");
      if (type.getClassLoader() != null && !type.isArray() && !type.isHidden() && !ours) {
        classes.add(type);
      }
    }
  }

  /** Internal names of all of them. */
  Set<String> names() {
    var names = new HashSet<String>();
    classes.forEach(type -> names.add(type.getName().replace('.', '/')));
    return names;
  }

  /** Binary names of those with {@code @Async} methods that the options would have woven. */
  List<String> asyncClasses(AgentOptions options) {
    return classes.stream()
        .filter(type -> !WeavingTransformer.isOwn(type.getName().replace('.', '/')))
        .filter(type -> options.includes(type.getName()) && hasAsync(type))
        .map(Class::getName)
        .sorted()
        .toList();
  }

  private static boolean hasAsync(Class<?> type) {
    String file = type.getName().replace('.', '/');
    if (Names.isPlatform(file)) {
      return false;
    }
    byte[] classFile = new LoaderClassFiles(type.getClassLoader()).find(file);
    return classFile != null && isUnwovenAsync(classFile);
  }

  private static boolean isUnwovenAsync(byte[] classFile) {
    try {
      ClassInfo info = ClassInfo.read(classFile);
      return info.methods().values().stream().anyMatch(ClassInfo.Method::annotated)
          && info.methods().values().stream()
              .noneMatch(method -> method.descriptor().contains(Names.CARRIER_DESC));
    } catch (IllegalArgumentException newerThanKnown) {
      return false; // loaded and not ours to weave either way
    }
  }
}
