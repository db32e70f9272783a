package dev.weft.maven.incremental;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** All that the woven classes of a folder depend on besides its classes. */
final class Circumstances {

  /** Where declarations of task-like types are. */
  private static final String DECLARATIONS = "META-INF/weft";

  private final MessageDigest digest = Hash.begin();

  private Circumstances() {}

  /** A hash of the settings, the class path and the folder's own declarations. */
  static String of(FolderSettings settings) throws IOException {
    var all = new Circumstances();
    all.add(settings.version());
    all.add(settings.rules().toString());
    all.add(settings.selection().toString());
    all.add(Runtime.version().toString()); // whose classes are looked at, too
    for (Path entry : settings.classPath()) {
      all.addEntry(entry);
    }
    Path declarations = settings.folder().resolve(DECLARATIONS);
    if (Files.isDirectory(declarations)) {
      all.addFiles(declarations, "");
    }
    return Hash.end(all.digest);
  }

  /** A jar by its size and time, a folder by what its class files hold. */
  private void addEntry(Path entry) throws IOException {
    add(entry.toString());
    if (Files.isDirectory(entry)) {
      addFiles(entry, ".class");
      Path declarations = entry.resolve(DECLARATIONS);
      if (Files.isDirectory(declarations)) {
        addFiles(declarations, "");
      }
    } else if (Files.exists(entry)) {
      var attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      add(attributes.size() + " " + attributes.lastModifiedTime());
    }
  }

  private void addFiles(Path folder, String ending) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
    }
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        add(folder.relativize(file).toString());
        add(Hash.of(Files.readAllBytes(file)));
      }
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(UTF_8));
    digest.update((byte) 0);
  }
}
