package dev.weft.agent;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The class files of classes that have passed by and are no resource of their loader: those that it
 * holds in memory, decrypts or makes up. Only those that matter to coroutines are kept. Any thread.
 */
final class SeenClasses {

  /** A class as one loader defined it. */
  @SuppressWarnings("ArrayRecordComponent") // class files are byte arrays everywhere
  private record Seen(WeakReference<ClassLoader> loader, byte[] classFile) {}

  private final Map<String, List<Seen>> classes = new HashMap<>();

  /** Remembers a class, by its internal name. */
  synchronized void add(ClassLoader loader, String name, byte[] classFile) {
    List<Seen> same = classes.get(name);
    if (same == null) {
      same = new ArrayList<>(1);
      classes.put(name, same);
    }
    for (int i = same.size() - 1; i >= 0; i--) {
      ClassLoader other = same.get(i).loader.get();
      if (other == null || other == loader) {
        same.remove(i);
      }
    }
    same.add(new Seen(new WeakReference<>(loader), classFile));
  }

  /**
   * The class that a loader means by a name: its own, or that of an ancestor. Another loader's of
   * the same name may be another class.
   */
  synchronized byte @Nullable [] find(ClassLoader asking, String name) {
    List<Seen> same = classes.get(name);
    if (same == null) {
      return null;
    }
    for (ClassLoader each = asking; each != null; each = each.getParent()) {
      for (Seen seen : same) {
        if (seen.loader.refersTo(each)) {
          return seen.classFile;
        }
      }
    }
    return null;
  }
}
