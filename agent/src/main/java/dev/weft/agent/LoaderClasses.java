package dev.weft.agent;

import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one class loader's classes: those that other modules of its layer have, those
 * that it finds as resources, and those that it was seen defining. Does not keep the loader alive.
 * Any thread.
 */
final class LoaderClasses implements ClassFiles {

  private final WeakReference<ClassLoader> loader;
  private final ModuleClassFiles modules = new ModuleClassFiles();
  private final ClassFiles resources;
  private final SeenClasses seen;
  private final Hierarchy hierarchy;

  /** What was made of the classes that were woven, by internal name. */
  private final Map<String, WovenShape> shapes = new ConcurrentHashMap<>();

  LoaderClasses(ClassLoader loader, SeenClasses seen, Predicate<String> woven) {
    this.loader = new WeakReference<>(loader);
    this.seen = seen;
    resources = new LoaderClassFiles(loader);
    hierarchy = new Hierarchy(this, woven);
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  ModuleClassFiles modules() {
    return modules;
  }

  Map<String, WovenShape> shapes() {
    return shapes;
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    byte[] found = modules.find(internalName);
    if (found == null) {
      found = resources.find(internalName);
    }
    ClassLoader asking = loader.get();
    if (asking == null || (found != null && holds(internalName, found))) {
      return found;
    }
    return seen.find(asking, internalName);
  }

  /** Whether a class that this loader defines is found without having been seen. */
  boolean isResource(String internalName) {
    byte[] found = modules.find(internalName);
    if (found == null) {
      found = resources.find(internalName);
    }
    return found != null && holds(internalName, found);
  }

  /** A loader that encrypts its classes may give them as they are. */
  private static boolean holds(String internalName, byte[] classFile) {
    try {
      return new ClassHeader(classFile).name().equals(internalName);
    } catch (RuntimeException noClass) {
      return false;
    }
  }
}
