package dev.weft.tests.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class files of jars, folders and modules of the running JDK, by internal name.
 *
 * <p>Of a multi-release jar it holds the classes that this JDK would load. If several places have a
 * class, the first one counts, as on a class path. Any thread may read.
 */
final class ClassSet implements AutoCloseable {

  private static final String JDK = "jrt:/";
  private static final String CLASS = ".class";
  private static final Set<String> NOT_CLASSES = Set.of("module-info", "package-info");

  private final TreeMap<String, Path> files = new TreeMap<>();
  private final List<FileSystem> jars = new ArrayList<>();

  private ClassSet() {}

  /**
   * Opens what {@code places} name.
   *
   * @param places jars, folders, {@code jrt:/} or {@code jrt:/module}
   * @throws IOException if one does not exist or cannot be read
   */
  static ClassSet open(Collection<String> places) throws IOException {
    var set = new ClassSet();
    try {
      for (String place : places) {
        set.add(place);
      }
      return set;
    } catch (IOException | RuntimeException e) {
      set.close();
      throw e;
    }
  }

  /** Whether a place is the JDK itself or one of its modules. */
  static boolean isJdk(String place) {
    return place.startsWith(JDK);
  }

  private void add(String place) throws IOException {
    if (isJdk(place)) {
      addJdk(place.substring(JDK.length()));
    } else if (Files.isDirectory(Path.of(place))) {
      scan(Path.of(place));
    } else {
      FileSystem jar = openJar(Path.of(place));
      jars.add(jar);
      scan(jar.getPath("/"));
    }
  }

  private static FileSystem openJar(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + " does not exist; name a jar, a folder or " + JDK + "MODULE");
    }
    try {
      return FileSystems.newFileSystem(path, Map.of("releaseVersion", "runtime"));
    } catch (IOException | ProviderNotFoundException e) {
      throw new IOException(path + " is neither a jar nor a folder", e);
    }
  }

  private void addJdk(String module) throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create(JDK)).getPath("/modules");
    if (!module.isEmpty()) {
      addModule(modules.resolve(module));
      return;
    }
    try (Stream<Path> all = Files.list(modules)) {
      for (Path each : all.toList()) {
        addModule(each);
      }
    }
  }

  private void addModule(Path module) throws IOException {
    try {
      scan(module);
    } catch (NotDirectoryException | java.nio.file.NoSuchFileException e) {
      throw new IOException("this JDK has no module " + module.getFileName(), e);
    }
  }

  private void scan(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(file -> file.toString().endsWith(CLASS))
          .forEach(file -> add(root.relativize(file).toString().replace('\\', '/'), file));
    }
  }

  private void add(String file, Path path) {
    String name = file.substring(0, file.length() - CLASS.length());
    String simple = name.substring(name.lastIndexOf('/') + 1);
    boolean own = name.startsWith("dev/weft/"); // what woven code runs on is never woven
    if (!own && !name.startsWith("META-INF/") && !NOT_CLASSES.contains(simple)) {
      files.putIfAbsent(name, path);
    }
  }

  /** The classes, by internal name. */
  NavigableSet<String> names() {
    return files.navigableKeySet();
  }

  /** The class file of a name, or null. */
  byte @Nullable [] read(String name) {
    Path file = files.get(name);
    if (file == null) {
      return null;
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileSystem jar : jars) {
      jar.close();
    }
  }
}
