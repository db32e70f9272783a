package dev.weft.transformer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** A folder of files, or one class file in the folder that its package begins in. */
final class FolderInput implements Input {

  /** Whoever reads a jar as a stream finds the manifest at its beginning only. */
  private static final Comparator<String> MANIFEST_FIRST =
      Comparator.comparing((String name) -> !name.equals(Signatures.MANIFEST))
          .thenComparing(Comparator.naturalOrder());

  private final @Nullable Path root;
  private final Map<String, Path> files = new TreeMap<>(MANIFEST_FIRST);

  private FolderInput(@Nullable Path root) {
    this.root = root;
  }

  static Input of(Path folder) throws IOException {
    var input = new FolderInput(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        input.files.put(folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return input;
  }

  /** A class file that lies as its package demands is known with what lies around it. */
  static Input ofClass(Path file) throws IOException {
    String name = nameIn(Files.readAllBytes(file), file.getFileName().toString());
    Path absolute = file.toAbsolutePath().normalize();
    Path root = absolute.endsWith(name) ? absolute : null;
    for (int i = Path.of(name).getNameCount(); root != null && i > 0; i--) {
      root = root.getParent();
    }
    var input = new FolderInput(root);
    input.files.put(name, file);
    return input;
  }

  private static String nameIn(byte[] classFile, String otherwise) {
    try {
      return new ClassReader(classFile).getClassName() + ".class";
    } catch (RuntimeException broken) {
      return otherwise; // which weaving it reports
    }
  }

  @Override
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    Path file = files.get(name);
    if (file == null && root != null && Files.isRegularFile(root.resolve(name))) {
      file = root.resolve(name);
    }
    return file == null ? null : Files.readAllBytes(file);
  }

  @Override
  public String placeOf(String name) {
    Path file = files.get(name);
    return file == null ? name : file.toString();
  }

  @Override
  public void close() {}
}
