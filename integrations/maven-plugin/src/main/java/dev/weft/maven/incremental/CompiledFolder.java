package dev.weft.maven.incremental;

import dev.weft.transformer.cli.BuildWeaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of classes as the compiler wrote them, though some have been woven in place since: of
 * those it gives the originals that were kept.
 */
final class CompiledFolder implements BuildWeaver.Source {

  private final Path folder;
  private final Path originals;
  private final FolderState state;

  /** The hashes of the class files as they lie there. */
  private final Map<String, String> present = new TreeMap<>();

  /** All files but those that weaving has added. */
  private final Set<String> files = new TreeSet<>();

  private CompiledFolder(Path folder, Path originals, FolderState state) {
    this.folder = folder;
    this.originals = originals;
    this.state = state;
  }

  /**
   * Looks at a folder.
   *
   * @param originals where class files are kept as they were before they were woven
   * @param state what the last weaving left
   */
  static CompiledFolder open(Path folder, Path originals, FolderState state) throws IOException {
    var compiled = new CompiledFolder(folder, originals, state);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        compiled.files.add(name);
        if (name.endsWith(".class")) {
          compiled.present.put(name, Hash.of(Files.readAllBytes(file)));
        }
      }
    }
    for (FolderState.Entry each : state.classes().values()) {
      each.added().forEach(compiled::leaveOut);
    }
    return compiled;
  }

  /** What the compiler has written under the name since is not ours. */
  private void leaveOut(String added, String hash) {
    if (hash.equals(present.get(added))) {
      files.remove(added);
    }
  }

  /** The class files that may be woven. */
  List<String> classes() {
    return files.stream().filter(BuildWeaver::isClass).toList();
  }

  /** The hash of a class file as it was compiled. */
  String inputOf(String name) {
    FolderState.Entry known = state.classes().get(name);
    return known != null && isInPlace(name, known) ? known.input() : presentOf(name);
  }

  /** The hash of a file as it lies there; empty if it does not. */
  String presentOf(String name) {
    return present.getOrDefault(name, "");
  }

  /** Whether what lies there is what was woven the last time, and its original is known. */
  private boolean isInPlace(String name, FolderState.Entry known) {
    return known.isWoven() && known.output().equals(present.get(name)) && isKept(name);
  }

  private boolean isKept(String name) {
    return Files.isRegularFile(originals.resolve(name));
  }

  /** Whether a class lies there as it was woven, with all that was added. */
  private boolean isAsRecorded(String name) {
    FolderState.Entry known = state.classes().get(name);
    return known != null
        && known.output().equals(present.get(name))
        && (!known.isWoven() || isKept(name))
        && known.added().entrySet().stream()
            .allMatch(each -> each.getValue().equals(present.get(each.getKey())));
  }

  /** The classes that are new, or other than they were left, and those that are gone. */
  Set<String> changed() {
    var changed = new HashSet<String>();
    for (String name : classes()) {
      if (!isAsRecorded(name)) {
        changed.add(name);
      }
    }
    for (String name : state.classes().keySet()) {
      if (!files.contains(name)) {
        changed.add(name);
      }
    }
    return changed;
  }

  /** What weaving has added, and still lies there as it did. */
  Set<String> added() {
    var added = new TreeSet<String>(present.keySet());
    added.removeAll(files);
    return added;
  }

  /** The woven classes that lie there, whose originals are known. */
  List<String> woven() {
    return classes().stream()
        .filter(
            name -> {
              FolderState.Entry known = state.classes().get(name);
              return known != null && isInPlace(name, known);
            })
        .toList();
  }

  @Override
  public List<String> files() {
    return List.copyOf(files);
  }

  @Override
  public Optional<byte[]> find(String name) throws IOException {
    return files.contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  /** The bytes of a file that is there, as the compiler wrote it. */
  byte[] read(String name) throws IOException {
    FolderState.Entry known = state.classes().get(name);
    boolean original = known != null && isInPlace(name, known);
    return Files.readAllBytes((original ? originals : folder).resolve(name));
  }

  @Override
  public String placeOf(String name) {
    return folder.resolve(name).toString();
  }
}
