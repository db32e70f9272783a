package dev.weft.agent;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code flame}: a flame graph over logical stacks, of where the coroutines of a
 * running program spend their time.
 */
final class FlameCommand {

  /** How long an answer may take longer than was asked for: the program may be busy. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int MOST_SECONDS = 3600;

  private final String pid;
  private final Path out;
  private final int seconds;
  private final boolean waiting;
  private final boolean lines;

  private FlameCommand(String pid, Path out, int seconds, boolean waiting, boolean lines) {
    this.pid = pid;
    this.out = out;
    this.seconds = seconds;
    this.waiting = waiting;
    this.lines = lines;
  }

  /**
   * Runs it.
   *
   * @param arguments what stands behind {@code flame}
   * @return what to tell the user
   * @throws IllegalArgumentException if they are wrong
   * @throws IOException if the process does not answer, or the file cannot be written
   */
  static String run(List<String> arguments) throws IOException {
    FlameCommand command = parse(arguments);
    TargetProcess.check(command.pid);
    command.checkOut();
    return command.sample();
  }

  private static FlameCommand parse(List<String> words) {
    var others = new ArrayList<String>();
    int seconds = 10;
    boolean waiting = false;
    boolean lines = false;
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--waiting" -> waiting = true;
        case "--lines" -> lines = true;
        case "--seconds" -> seconds = seconds(++i < words.size() ? words.get(i) : "");
        default -> others.add(words.get(i));
      }
    }
    for (String each : others) {
      if (each.startsWith("-")) {
        throw new IllegalArgumentException("'flame' has no option " + each);
      }
    }
    if (others.size() != 2) {
      throw new IllegalArgumentException(
          "'flame' needs the id of a process, and behind it the file to write: x.html, or"
              + " x.folded for other tools");
    }
    return new FlameCommand(others.get(0), path(others.get(1)), seconds, waiting, lines);
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException("'" + file + "' is not the name of a file", wrong);
    }
  }

  private static int seconds(String text) {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= MOST_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(wrongSeconds(text), wrong);
    }
    throw new IllegalArgumentException(wrongSeconds(text));
  }

  private static String wrongSeconds(String text) {
    return "--seconds is a number from 1 to " + MOST_SECONDS + ", not '" + text + "'";
  }

  /**
   * Before somebody waits for what cannot be written: opens the file, which says more than asking
   * does. A file that is there keeps what is in it until then; one that was not is deleted.
   */
  private void checkOut() throws IOException {
    if (Files.isDirectory(out)) {
      throw new IOException(out + " is a folder; name the file to write");
    }
    boolean isNew = !Files.exists(out);
    try {
      Files.newOutputStream(out, CREATE, APPEND).close();
    } catch (IOException refused) {
      throw unwritable(refused);
    }
    if (isNew) {
      Files.delete(out);
    }
  }

  private IOException unwritable(IOException refused) {
    String why = refused.getMessage();
    if (refused instanceof NoSuchFileException) {
      Path folder = out.toAbsolutePath().getParent();
      boolean isThere = folder != null && Files.isDirectory(folder);
      why = (isThere ? "no file can be made in " : "there is no folder ") + folder;
    } else if (refused instanceof AccessDeniedException) {
      why = "that is not allowed";
    } else if (refused instanceof FileSystemException known && known.getReason() != null) {
      why = known.getReason();
    }
    return new IOException(out + " cannot be written: " + why + "; name another file", refused);
  }

  private String sample() throws IOException {
    String stacks =
        Attaching.ask(
                pid,
                answer -> new SamplingRequest(seconds, waiting, lines, answer).text(),
                this::await)
            .strip();
    if (stacks.isEmpty()) {
      return "no coroutine " + (waiting ? "waited" : "ran") + " meanwhile; nothing is written\n";
    }
    try {
      if (out.toString().endsWith(".html")) {
        FlameGraphPage.write(stacks, title(), out);
      } else {
        Files.writeString(out, stacks + "\n");
      }
    } catch (IOException refused) {
      throw unwritable(refused);
    }
    return out + "\n";
  }

  private String title() {
    String what = waiting ? " wait" : " run";
    return "Where coroutines of process " + pid + what + " (a sample is a microsecond)";
  }

  /** The answer, without its last line. */
  private String await(Path answer) throws IOException {
    long end = System.nanoTime() + GRACE.plusSeconds(seconds).toNanos();
    String last = Sampling.END + "\n";
    while (System.nanoTime() - end < 0) {
      String text = Files.readString(answer);
      if (text.endsWith(last)) {
        return text.substring(0, text.length() - last.length());
      }
      if (!TargetProcess.isAlive(pid)) {
        throw new IOException("process " + pid + " has ended");
      }
      pause();
    }
    return "";
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
