package dev.weft.lincheck;

import dev.weft.Weft;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Initializes the classes of the runtime. Lincheck ends a thread by throwing into it when it has
 * seen enough of an interleaving; a class that is being initialized then could never be used again.
 */
final class RuntimeClasses {

  private static final List<String> PACKAGES =
      List.of(
          "dev/weft",
          "dev/weft/concurrent",
          "dev/weft/woven",
          "dev/weft/internal/engine",
          "dev/weft/internal/linking",
          "dev/weft/internal/tasks",
          "dev/weft/internal/util");

  private static boolean initialized;

  private RuntimeClasses() {}

  /** Initializes them, once. */
  static synchronized void initialize() {
    if (initialized) {
      return;
    }
    initialized = true;
    try {
      Path from = Path.of(Weft.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(from)) {
        initializeIn(from);
      } else {
        try (FileSystem jar =
            FileSystems.newFileSystem(URI.create("jar:" + from.toUri()), Map.of())) {
          initializeIn(jar.getPath("/"));
        }
      }
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void initializeIn(Path root) throws IOException, ClassNotFoundException {
    for (String name : PACKAGES) {
      List<Path> files;
      try (Stream<Path> all = Files.list(root.resolve(name))) {
        files = all.filter(each -> each.toString().endsWith(".class")).toList();
      }
      for (Path each : files) {
        String file = root.relativize(each).toString();
        if (!file.contains("-info")) {
          Class.forName(file.substring(0, file.length() - 6).replace('/', '.'));
        }
      }
    }
  }
}
