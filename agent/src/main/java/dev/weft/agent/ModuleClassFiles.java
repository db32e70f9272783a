package dev.weft.agent;

import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class files, and other resources, of the modules that a loader's own modules read, directly
 * or through others.
 *
 * <p>Where the modules of a layer have a loader each, classes of one are found from the other, but
 * resources are not. The boot layer's modules have no need of this. Any thread.
 */
final class ModuleClassFiles implements ClassFiles {

  private final Set<String> known = new HashSet<>();

  /** What its own modules read, by package, in the order in which it is looked for. */
  private volatile Map<String, ResolvedModule> byPackage = Map.of();

  /**
   * Tells of a module of which a class is being defined.
   *
   * @return whether more can be found now than before
   */
  boolean add(Module module) {
    ModuleLayer layer = module.isNamed() ? module.getLayer() : null;
    return layer != null && layer != ModuleLayer.boot() && addModule(module, layer);
  }

  private synchronized boolean addModule(Module module, ModuleLayer layer) {
    if (!known.add(module.getName())) {
      return false;
    }
    Optional<ResolvedModule> resolved = layer.configuration().findModule(module.getName());
    if (resolved.isEmpty()) {
      return false;
    }
    var packages = new LinkedHashMap<>(byPackage);
    for (ResolvedModule each : reachable(resolved.get())) {
      for (String name : each.reference().descriptor().packages()) {
        packages.putIfAbsent(name, each);
      }
    }
    byPackage = packages;
    return true;
  }

  /** Breadth first: of two packages of the same name, both hidden, the nearer one is meant. */
  private static Set<ResolvedModule> reachable(ResolvedModule from) {
    var seen = new LinkedHashSet<ResolvedModule>();
    var open = new ArrayDeque<ResolvedModule>();
    open.add(from);
    while (!open.isEmpty()) {
      ResolvedModule next = open.remove();
      if (!isBoot(next) && seen.add(next)) {
        open.addAll(next.reads());
      }
    }
    return seen;
  }

  private static boolean isBoot(ResolvedModule module) {
    return module.configuration() == ModuleLayer.boot().configuration();
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    ResolvedModule module = moduleOf(internalName);
    return module == null ? null : read(module, internalName + ".class");
  }

  /** Whether the class of an internal name is in one of the modules. */
  boolean has(String internalName) {
    return moduleOf(internalName) != null;
  }

  private @Nullable ResolvedModule moduleOf(String internalName) {
    Map<String, ResolvedModule> packages = byPackage;
    return packages.isEmpty()
        ? null
        : packages.get(ClassNames.packageOf(internalName).replace('/', '.'));
  }

  @Override
  public List<Resource> resources(String name, @Nullable String seenBy) {
    ResolvedModule from = seenBy == null ? null : moduleOf(seenBy);
    var found = new ArrayList<Resource>();
    for (ResolvedModule each :
        from == null ? new LinkedHashSet<>(byPackage.values()) : reachable(from)) {
      byte[] content = read(each, name);
      if (content != null) {
        found.add(new Resource("module " + each.name() + "/" + name, content));
      }
    }
    return found;
  }

  private static byte @Nullable [] read(ResolvedModule module, String file) {
    try (ModuleReader reader = module.reference().open()) {
      Optional<InputStream> found = reader.open(file);
      if (found.isEmpty()) {
        return null;
      }
      try (InputStream in = found.get()) {
        return in.readAllBytes();
      }
    } catch (IOException | RuntimeException unreadable) {
      return null; // as if it were not there: whoever needs the class is told of what is missing
    }
  }
}
