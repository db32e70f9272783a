package dev.weft.samples.concurrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody writes to, read line by line as it grows. Ordinary code, which blocks.
 *
 * <p>If another file takes its place (rotation), what is left in the old one comes first. If it
 * gets shorter (truncation), it is read from its beginning; a file that has been truncated and has
 * grown beyond where it was in between two looks cannot be told from one that has only grown. A
 * file that is not there is waited for.
 */
final class GrowingFile implements Closeable {

  private final Path path;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

  /** The line that has begun and not ended: bytes, since a character may be in two pieces. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private @Nullable FileChannel channel;

  /** Which file {@link #channel} reads, whatever its name is by now. */
  private @Nullable Object identity;

  private long position;

  /** Whether another file had taken its place before it was last read to its end. */
  private boolean replaced;

  /**
   * Opens a file, if it is there.
   *
   * @param fromStart whether to read what is in it now
   */
  GrowingFile(Path path, boolean fromStart) throws IOException {
    this.path = path;
    FileChannel there = open();
    if (there != null && !fromStart) {
      position = there.size();
    }
  }

  /** Lines that have come since the last call, not too many at a time; empty if none has. */
  List<String> newLines() throws IOException {
    FileChannel file = channel == null ? open() : channel;
    if (file == null) {
      return List.of();
    }
    int count = file.read(buffer.clear(), position);
    if (count > 0) {
      position += count;
      return lines(buffer.flip());
    }
    return atEnd(file);
  }

  private List<String> atEnd(FileChannel file) throws IOException {
    if (file.size() < position) {
      position = 0;
      return lastLine();
    }
    if (replaced) { // and read to its end after that
      close();
      return lastLine();
    }
    Object now = identityOf(path);
    replaced = now != null && !now.equals(identity);
    return replaced ? newLines() : List.of();
  }

  /** What will not be ended any more is a line, too. */
  private List<String> lastLine() {
    return begun.size() == 0 ? List.of() : List.of(takeBegun());
  }

  private List<String> lines(ByteBuffer bytes) {
    var lines = new ArrayList<String>();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        lines.add(takeBegun());
      } else {
        begun.write(next);
      }
    }
    return lines;
  }

  private String takeBegun() {
    String line = begun.toString(UTF_8);
    begun.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** Opens the file of that name; null if there is none, or another one took its place just now. */
  private @Nullable FileChannel open() throws IOException {
    Object before = identityOf(path);
    if (before == null) {
      return null;
    }
    try {
      FileChannel opened = FileChannel.open(path);
      if (before.equals(identityOf(path))) {
        channel = opened;
        identity = before;
        position = 0;
        replaced = false;
        return opened;
      }
      opened.close();
    } catch (NoSuchFileException gone) { // looked for again next time
    }
    return null;
  }

  /** Null if there is no such file. */
  private static @Nullable Object identityOf(Path path) throws IOException {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      return key == null ? attributes.creationTime() : key; // Windows has no keys
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
