package dev.weft.agent;

import dev.weft.transformer.model.ModuleBoundaries;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the modules of the running program keep from the module of a class that is being woven. */
final class AgentModules implements ModuleBoundaries {

  private final Module own;
  private final Map<String, Module> byPackage = new HashMap<>();

  /** Seen from {@code own}. */
  AgentModules(Module own) {
    this.own = own;
    ModuleLayer layer = own.getLayer();
    add(layer == null ? ModuleLayer.boot() : layer, new HashSet<>());
  }

  /** The nearer ones first: they are found first. */
  private void add(ModuleLayer layer, Set<ModuleLayer> seen) {
    if (!seen.add(layer)) {
      return;
    }
    for (Module module : layer.modules()) {
      for (String each : module.getPackages()) {
        byPackage.putIfAbsent(each, module);
      }
    }
    layer.parents().forEach(parent -> add(parent, seen));
  }

  @Override
  public @Nullable String obstacle(String packageName) {
    String name = packageName.replace('/', '.');
    Module module = byPackage.get(name);
    if (module == null || module == own) {
      return null;
    }
    if (!own.canRead(module)) {
      return "since the module " + own.getName() + " does not read " + module.getName();
    }
    return module.isExported(name, own)
        ? null
        : "since the module " + module.getName() + " does not export it";
  }
}
