package dev.weft.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
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
  private int seconds = 10;
  private boolean waiting;
  private boolean lines;

  private FlameCommand(String pid, Path out) {
    this.pid = pid;
    this.out = out;
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

  private static FlameCommand parse(List<String> arguments) {
    if (arguments.size() < 2 || arguments.get(arguments.size() - 1).startsWith("--")) {
      throw new IllegalArgumentException(
          "'flame' needs the id of a process, and the file to write at the end: x.html, or"
              + " x.folded for other tools");
    }
    String file = arguments.get(arguments.size() - 1);
    var command = new FlameCommand(arguments.get(0), path(file));
    List<String> options = arguments.subList(1, arguments.size() - 1);
    for (int i = 0; i < options.size(); i++) {
      switch (options.get(i)) {
        case "--waiting" -> command.waiting = true;
        case "--lines" -> command.lines = true;
        case "--seconds" -> command.seconds = seconds(++i < options.size() ? options.get(i) : "");
        default -> throw new IllegalArgumentException("'flame' has no option " + options.get(i));
      }
    }
    return command;
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException("'" + file + "' is no name of a file", wrong);
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

  /** Before somebody waits for what cannot be written. */
  private void checkOut() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out)) {
      throw new IOException(out + " is a folder, and not a file");
    }
    boolean writable =
        Files.exists(out) ? Files.isWritable(out) : folder != null && Files.isWritable(folder);
    if (!writable) {
      throw new IOException(out + " cannot be written");
    }
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
    if (out.toString().endsWith(".html")) {
      FlameGraphPage.write(stacks, title(), out);
    } else {
      Files.writeString(out, stacks + "\n");
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
