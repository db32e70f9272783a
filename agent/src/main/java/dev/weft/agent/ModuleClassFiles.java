package dev.weft.agent;

import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassNames;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class files of the modules that a loader's own modules read, directly or through others.
 *
 * <p>Where the modules of a layer have a loader each, classes of one are found from the other, but
 * resources are not. The boot layer's modules have no need of this. Any thread.
 */
final class ModuleClassFiles implements ClassFiles {

  private final Set<String> known = new HashSet<>();
  private volatile Map<String, ModuleReference> byPackage = Map.of();

  /** Tells of a module of which a class is being defined. */
  void add(Module module) {
    ModuleLayer layer = module.isNamed() ? module.getLayer() : null;
    if (layer != null && layer != ModuleLayer.boot()) {
      addModule(module, layer);
    }
  }

  private synchronized void addModule(Module module, ModuleLayer layer) {
    if (!known.add(module.getName())) {
      return;
    }
    Optional<ResolvedModule> resolved = layer.configuration().findModule(module.getName());
    if (resolved.isPresent()) {
      var packages = new HashMap<>(byPackage);
      addReachable(resolved.get(), packages);
      byPackage = packages;
    }
  }

  /** Breadth first: of two packages of the same name, both hidden, the nearer one is meant. */
  private static void addReachable(ResolvedModule from, Map<String, ModuleReference> packages) {
    Set<ResolvedModule> seen = new HashSet<>();
    var open = new ArrayDeque<ResolvedModule>();
    open.add(from);
    while (!open.isEmpty()) {
      ResolvedModule next = open.remove();
      if (seen.add(next) && !isBoot(next)) {
        for (String name : next.reference().descriptor().packages()) {
          packages.putIfAbsent(name, next.reference());
        }
        open.addAll(next.reads());
      }
    }
  }

  private static boolean isBoot(ResolvedModule module) {
    return module.configuration() == ModuleLayer.boot().configuration();
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    Map<String, ModuleReference> packages = byPackage;
    if (packages.isEmpty()) {
      return null;
    }
    ModuleReference module = packages.get(ClassNames.packageOf(internalName).replace('/', '.'));
    return module == null ? null : read(module, internalName + ".class");
  }

  private static byte @Nullable [] read(ModuleReference module, String file) {
    try (ModuleReader reader = module.open()) {
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
