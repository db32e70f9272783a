package dev.weft.transformer.cli;

import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Resource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folders and jars in which classes are looked for, and the JDK that runs this. */
final class ClassPath implements AutoCloseable, ClassFiles {
  static final ClassPath EMPTY = new ClassPath(List.of(), name -> null);

  private static final Set<String> PACKAGES_OF_JDK =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(module -> module.descriptor().packages().stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Map<Input, Roots> entries = new LinkedHashMap<>();
  private final ClassFiles jdk;

  private ClassPath(List<Input> inputs, ClassFiles jdk) {
    inputs.forEach(input -> entries.put(input, new Roots(input.files())));
    this.jdk = jdk;
  }

  /** Opens the entries; of those that do not exist, it warns. */
  static ClassPath open(List<Path> paths, PrintWriter err) throws IOException {
    var existing = new ArrayList<Path>();
    for (Path path : paths) {
      if (Files.exists(path)) {
        existing.add(path);
      } else {
        err.println("weft: warning: " + path + " on the class path does not exist");
      }
    }
    return open(existing);
  }

  /** Opens the entries, all of which exist. */
  static ClassPath open(List<Path> paths) throws IOException {
    var inputs = new ArrayList<Input>();
    try {
      for (Path path : paths) {
        inputs.add(Input.open(path));
      }
    } catch (IOException | RuntimeException e) {
      closeAll(inputs);
      throw e;
    }
    return new ClassPath(inputs, new LoaderClassFiles(ClassLoader.getPlatformClassLoader()));
  }

  /** As a class loader does, that asks the JDK first for all that is in a package of the JDK. */
  @Override
  public byte @Nullable [] find(String name) {
    boolean isOfJdk = PACKAGES_OF_JDK.contains(ClassNames.packageOf(name).replace('/', '.'));
    byte[] ofJdk = isOfJdk ? jdk.find(name) : null;
    if (ofJdk != null) {
      return ofJdk;
    }
    try {
      for (Map.Entry<Input, Roots> entry : entries.entrySet()) {
        byte[] bytes = read(entry.getKey(), entry.getValue(), name + ".class");
        if (bytes != null) {
          return bytes;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jdk.find(name);
  }

  static byte @Nullable [] read(Input input, Roots roots, String file) throws IOException {
    for (String root : roots.ofLibrary()) {
      byte[] bytes = input.read(root + file);
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  /** The folders and jars. */
  Collection<Input> inputs() {
    return entries.keySet();
  }

  void addResources(String name, List<Resource> found) throws IOException {
    for (Map.Entry<Input, Roots> entry : entries.entrySet()) {
      addResources(entry.getKey(), entry.getValue(), name, found);
    }
  }

  static void addResources(Input input, Roots roots, String name, List<Resource> found)
      throws IOException {
    for (String root : roots.seenFrom("")) {
      byte[] content = input.read(root + name);
      if (content != null) {
        found.add(new Resource(input.placeOf(root + name), content));
      }
    }
  }

  @Override
  public void close() throws IOException {
    closeAll(entries.keySet());
  }

  /** Closes all of them, whatever closing one throws. */
  static void closeAll(Iterable<? extends AutoCloseable> all) throws IOException {
    IOException failure = null;
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        failure = e instanceof IOException known ? known : new IOException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
