package dev.weft.agent;

import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Resource;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
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
  private final LoaderMap<LoaderClasses> loaders;
  private final Hierarchy hierarchy;

  /** Class files, by internal name, of classes that it has defined and that are no resource. */
  private final Map<String, byte[]> seen = new ConcurrentHashMap<>();

  /** What was made of the classes that were woven, by internal name. */
  private final Map<String, WovenShape> shapes = new ConcurrentHashMap<>();

  LoaderClasses(ClassLoader loader, LoaderMap<LoaderClasses> loaders, Predicate<String> woven) {
    this.loader = new WeakReference<>(loader);
    this.loaders = loaders;
    resources = new LoaderClassFiles(loader);
    hierarchy = new Hierarchy(this, woven);
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Tells of a module of which a class is being defined. */
  void add(Module module) {
    if (modules.add(module)) {
      hierarchy.forgetDeclarations();
    }
  }

  Map<String, WovenShape> shapes() {
    return shapes;
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    byte[] found = findResource(internalName);
    return found != null ? found : findSeen(internalName);
  }

  @Override
  public boolean mayHideClasses() {
    return true;
  }

  @Override
  public boolean areLoaded() {
    return true;
  }

  @Override
  public boolean isMadeAtRunTime(String internalName) {
    return !isResource(internalName);
  }

  @Override
  public List<Resource> resources(String name, @Nullable String seenBy) {
    if (seenBy != null && modules.has(seenBy)) {
      return modules.resources(name, seenBy);
    }
    var found = new ArrayList<>(modules.resources(name, null));
    found.addAll(resources.resources(name, seenBy));
    return found;
  }

  /**
   * The class that this loader or an ancestor was seen defining, or that an ancestor finds where
   * this one does not ask it. Another loader's of the same name may be another class.
   */
  private byte @Nullable [] findSeen(String internalName) {
    byte[] found = null;
    ClassLoader each = loader.get();
    while (each != null && found == null) {
      LoaderClasses known = loaders.get(each);
      found = known == null ? null : known.seen.get(internalName);
      if (found == null && known != this) {
        found = checked(internalName, new LoaderClassFiles(each).find(internalName));
      }
      each = each.getParent();
    }
    return found;
  }

  /** Remembers a class that this loader defines, unless it will be found all the same. */
  void remember(String internalName, byte[] classFile) {
    if (isResource(internalName)) {
      return;
    }
    seen.put(internalName, classFile);
    for (LoaderClasses each : loaders.values()) {
      each.hierarchy.forgetMissing(internalName);
    }
  }

  private boolean isResource(String internalName) {
    return findResource(internalName) != null;
  }

  private byte @Nullable [] findResource(String internalName) {
    byte[] found = modules.find(internalName);
    return checked(internalName, found == null ? resources.find(internalName) : found);
  }

  /** Null if it is no class file of that name. */
  private static byte @Nullable [] checked(String internalName, byte @Nullable [] found) {
    return found != null && holds(internalName, found) ? found : null;
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
