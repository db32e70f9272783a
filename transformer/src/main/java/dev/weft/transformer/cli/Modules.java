package dev.weft.transformer.cli;

import dev.weft.transformer.model.ModuleBoundaries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The modules that a build knows: the JDK's, and if its input is one, those of the class path that
 * are. An input that is none is in the unnamed module, which reads all.
 */
final class Modules implements ModuleBoundaries {

  private static final String DESCRIPTOR = "module-info.class";

  /** The versions of Java for which a jar may have a descriptor of its own. */
  private static final int FIRST_OF_MODULES = 9;

  private static final int NEWEST = Runtime.version().feature();

  private final @Nullable ModuleDescriptor own;
  private final Map<String, ModuleDescriptor> byPackage = new HashMap<>();
  private final Set<String> read = new HashSet<>();

  private Modules(@Nullable ModuleDescriptor own) {
    this.own = own;
  }

  /**
   * The modules of a build.
   *
   * @param input what is verified
   * @param classPath what else it sees
   */
  static Modules of(Input input, Collection<Input> classPath) throws IOException {
    var modules = new Modules(descriptor(input));
    var byName = new HashMap<String, ModuleDescriptor>();
    if (modules.own != null) {
      for (Input each : classPath) {
        ModuleDescriptor other = descriptor(each);
        if (other != null && byName.putIfAbsent(other.name(), other) == null) {
          modules.addPackages(each, other);
        }
      }
    }
    for (ModuleReference ofJdk : ModuleFinder.ofSystem().findAll()) {
      ModuleDescriptor descriptor = ofJdk.descriptor();
      byName.putIfAbsent(descriptor.name(), descriptor);
      descriptor.packages().forEach(each -> modules.byPackage.put(each, descriptor));
    }
    if (modules.own != null) {
      modules.addRead(modules.own, byName, true);
    }
    return modules;
  }

  private static @Nullable ModuleDescriptor descriptor(Input input) throws IOException {
    byte[] file = input.read(DESCRIPTOR);
    for (int version = FIRST_OF_MODULES; file == null && version <= NEWEST; version++) {
      file = input.read("META-INF/versions/" + version + "/" + DESCRIPTOR);
    }
    try {
      return file == null ? null : ModuleDescriptor.read(new ByteArrayInputStream(file));
    } catch (InvalidModuleDescriptorException unreadable) {
      return null; // newer than the JDK that runs this
    }
  }

  private void addPackages(Input input, ModuleDescriptor module) {
    for (String file : input.files()) {
      int end = file.lastIndexOf('/');
      if (end > 0 && file.endsWith(".class") && !file.startsWith("META-INF/")) {
        byPackage.putIfAbsent(file.substring(0, end).replace('/', '.'), module);
      }
    }
  }

  private void addRead(ModuleDescriptor module, Map<String, ModuleDescriptor> byName, boolean all) {
    for (ModuleDescriptor.Requires required : module.requires()) {
      boolean transitive =
          required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE);
      if ((all || transitive) && read.add(required.name())) {
        ModuleDescriptor found = byName.get(required.name());
        if (found != null) {
          addRead(found, byName, false);
        }
      }
    }
  }

  @Override
  public @Nullable String obstacle(String packageName) {
    String name = packageName.replace('/', '.');
    ModuleDescriptor module = byPackage.get(name);
    if (module == null || module.isAutomatic() || module.equals(own)) {
      return null;
    }
    if (own != null && !read.contains(module.name()) && !module.name().equals("java.base")) {
      return "since the module " + own.name() + " does not require " + module.name();
    }
    return module.isOpen() || exports(module, name)
        ? null
        : "since the module " + module.name() + " does not export it";
  }

  private boolean exports(ModuleDescriptor module, String name) {
    return module.exports().stream()
        .filter(each -> each.source().equals(name))
        .anyMatch(
            each -> !each.isQualified() || (own != null && each.targets().contains(own.name())));
  }
}
