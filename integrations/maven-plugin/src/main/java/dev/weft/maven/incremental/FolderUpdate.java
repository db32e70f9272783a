package dev.weft.maven.incremental;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A change of a folder of classes that can be cut off anywhere: each file is the old or the new
 * one, never a part of it, and the next weaving finds out which.
 *
 * <p>Everything is first written elsewhere. Then come, in this order:
 *
 * <ol>
 *   <li>the originals of what will be woven are kept;
 *   <li>what was woven and will be other goes: classes become again what the compiler wrote, and
 *       what was added is removed. The old state tells those from what it left, so they are woven
 *       the next time;
 *   <li>the state is written, which says what <em>will</em> lie in the folder;
 *   <li>the woven classes are moved into place. One that does not get there is as it was compiled,
 *       and other than the new state says;
 *   <li>originals that nobody needs are removed.
 * </ol>
 */
final class FolderUpdate {

  private final FolderSettings settings;
  private final Path staging;
  private final Map<Path, Path> kept = new TreeMap<>();
  private final Map<Path, Path> restored = new TreeMap<>();
  private final Set<Path> removed = new TreeSet<>();
  private final Map<Path, Path> woven = new TreeMap<>();
  private final Set<Path> forgotten = new TreeSet<>();
  private final Set<Path> written = new TreeSet<>();
  private int staged;

  FolderUpdate(FolderSettings settings) {
    this.settings = settings;
    staging = settings.memory().resolve("staging");
  }

  /** Makes room; what an update that was cut off has left there goes. */
  void begin() throws IOException {
    deleteTree(staging);
    Files.createDirectories(staging);
  }

  /** Will weave a class that lies there as the compiler wrote it. */
  void weave(String name, byte[] original, byte[] bytes) throws IOException {
    kept.put(settings.originals().resolve(name), stage(original));
    Path place = place(name);
    FileTime time = Files.getLastModifiedTime(place);
    Path file = stage(bytes);
    // a source that was saved since it was compiled has to be newer than its class
    Files.setLastModifiedTime(file, time);
    woven.put(place, file);
  }

  /** Will weave a class anew that lies there as it was woven before. */
  void reweave(String name, byte[] original, byte[] bytes) throws IOException {
    Path place = place(name);
    restored.put(place, stage(original));
    woven.put(place, stage(bytes));
  }

  /** Will make a class again what the compiler wrote. */
  void restore(String name, byte[] original) throws IOException {
    restored.put(place(name), stage(original));
    forget(name);
  }

  /** Will no longer keep the original of a class. */
  void forget(String name) {
    forgotten.add(settings.originals().resolve(name));
  }

  /** Will add a class, or put it in the place of one that was added before. */
  void add(String name, byte[] bytes) throws IOException {
    Path place = place(name);
    removed.add(place);
    woven.put(place, stage(bytes));
  }

  /** Will remove a class that was added before. */
  void remove(String name) {
    removed.add(place(name));
  }

  private Path place(String name) {
    Path place = settings.folder().resolve(name);
    written.add(place);
    return place;
  }

  private Path stage(byte[] bytes) throws IOException {
    return Files.write(staging.resolve(String.valueOf(staged++)), bytes);
  }

  /** How many files of the folder will be others, or not there any more. */
  int written() {
    return written.size();
  }

  /** Carries it out. */
  void commit(FolderState state) throws IOException {
    Path newState = stage(state.text());
    moveAll(kept);
    moveAll(restored);
    deleteAll(removed);
    move(newState, settings.state());
    moveAll(woven);
    deleteAll(forgotten);
    deleteTree(staging);
  }

  private static void deleteAll(Set<Path> files) throws IOException {
    for (Path each : files) {
      Files.deleteIfExists(each);
    }
  }

  private static void moveAll(Map<Path, Path> files) throws IOException {
    for (Map.Entry<Path, Path> each : files.entrySet()) {
      move(each.getValue(), each.getKey());
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherDisk) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
