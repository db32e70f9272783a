package dev.weft.transformer.serve;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices changes of files, and of all files in folders, by looking at them again and again. The
 * system's own events would need a watch for each folder, come late on macOS and not at all from
 * many network and container file systems; and whatever has changed is read anew in any case.
 *
 * <p>Looking takes a twentieth of one processor at most, however many files there are. One thread
 * waits; any may close.
 */
public final class FileWatch implements AutoCloseable {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final int REST = 19;

  /** After so many looks it counts as changed even if it never comes to rest. */
  private static final int MOST_LOOKS = 20;

  /** What tells that a file is another one now. */
  private record Seen(FileTime time, long size, @Nullable Object key) {
    static Seen of(BasicFileAttributes file) {
      return new Seen(file.lastModifiedTime(), file.size(), file.fileKey());
    }
  }

  private final List<Path> watched;
  private final List<Path> passedOver;
  private Map<Path, Seen> last;
  private long cost;

  /** Guarded by this object. */
  private boolean closed;

  /**
   * Begins to watch: what changes from now on is noticed.
   *
   * @param watched files and folders; they need not be there
   * @param passedOver folders in those that do not count
   * @throws IOException if one of them cannot be read
   */
  public FileWatch(Collection<Path> watched, Collection<Path> passedOver) throws IOException {
    this.watched = watched.stream().map(FileWatch::normal).distinct().toList();
    this.passedOver = passedOver.stream().map(FileWatch::normal).toList();
    last = look();
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * Waits until something has changed, since the beginning or the last time, and come to rest.
   *
   * @return false if this was closed
   */
  public boolean awaitChange() throws IOException, InterruptedException {
    Map<Path, Seen> before = last;
    int looks = 0;
    while (pause()) {
      Map<Path, Seen> now = look();
      boolean rests = now.equals(before);
      before = now;
      if (now.equals(last)) {
        looks = 0;
      } else if (rests || ++looks >= MOST_LOOKS) {
        last = now;
        return true;
      }
    }
    return false;
  }

  /** Waits for the next look; false if this was closed. */
  private synchronized boolean pause() throws InterruptedException {
    long until = System.nanoTime() + Math.max(INTERVAL_NANOS, REST * cost);
    for (long left = until - System.nanoTime(); left > 0 && !closed; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
    return !closed;
  }

  private Map<Path, Seen> look() throws IOException {
    long start = System.nanoTime();
    var seen = new HashMap<Path, Seen>();
    for (Path each : watched) {
      Files.walkFileTree(each, new Looking(seen));
    }
    cost = System.nanoTime() - start;
    return seen;
  }

  /** Whoever waits stops waiting. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Notes all files; what cannot be read, or goes meanwhile, counts as not there. */
  private final class Looking extends SimpleFileVisitor<Path> {

    private final Map<Path, Seen> seen;

    Looking(Map<Path, Seen> seen) {
      this.seen = seen;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
      return passedOver.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        try {
          seen.put(file, Seen.of(Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (IOException leadsNowhere) {
          return FileVisitResult.CONTINUE;
        }
      } else {
        seen.put(file, Seen.of(attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
