package dev.weft.checker;

import dev.weft.checker.report.Check;
import dev.weft.checker.report.Settings;
import dev.weft.checker.report.Settings.Level;
import dev.weft.checker.rules.BlockingMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options, as {@code -Aweft.NAME=VALUE} gives them to the processor and {@code -Xplugin:"weft
 * NAME=VALUE"} to the plugin.
 */
final class Options {

  static final String PREFIX = "weft.";

  private static final String CHECK = "check";
  private static final String MONITORS = "monitors";
  private static final String BLOCKING = "blocking";
  private static final String OFF = "off";
  private static final String TASK_TYPES = "taskTypes";

  /** All of them. */
  static final List<String> NAMES = List.of(CHECK, MONITORS, BLOCKING, OFF, TASK_TYPES);

  private final List<String> problems = new ArrayList<>();
  private final Set<Check> off = EnumSet.noneOf(Check.class);
  private final BlockingMethods blocking = BlockingMethods.known();
  private final Set<String> taskTypes = new HashSet<>();
  private Level level = Level.ERROR;
  private boolean releasesMonitors;

  /**
   * Reads options; those that are not understood are problems, and left out.
   *
   * @param values by their names, without the prefix
   */
  Options(Map<String, String> values) {
    values.forEach(this::read);
  }

  private void read(String name, String value) {
    switch (name) {
      case CHECK -> readLevel(value);
      case MONITORS -> readMonitors(value);
      case BLOCKING -> readBlocking(value);
      case OFF -> readOff(value);
      case TASK_TYPES -> taskTypes.addAll(List.of(value.strip().split("\\s*,\\s*")));
      default ->
          problems.add(
              "there is no option "
                  + PREFIX
                  + name
                  + "; there are "
                  + String.join(", ", NAMES.stream().map(PREFIX::concat).toList()));
    }
  }

  private void readLevel(String value) {
    switch (value) {
      case "error" -> level = Level.ERROR;
      case "warn" -> level = Level.WARN;
      case "off" -> level = Level.OFF;
      default -> problem(CHECK, value, "write error, warn or off");
    }
  }

  private void readMonitors(String value) {
    switch (value) {
      case "refuse" -> releasesMonitors = false;
      case "release" -> releasesMonitors = true;
      default -> problem(MONITORS, value, "write refuse or release, as the weaver is told");
    }
  }

  private void readOff(String value) {
    for (String each : value.split(",", -1)) {
      String word = each.strip().replaceFirst("^weft:", "");
      Check.named(word)
          .filter(Check::canBeSuppressed)
          .ifPresentOrElse(
              off::add,
              () ->
                  problem(
                      OFF,
                      each,
                      "write some of await, dropped, blocking, unclosed, plain, native"));
    }
  }

  private void readBlocking(String value) {
    if (value.startsWith("@")) {
      readBlockingFile(value.substring(1));
      return;
    }
    for (String each : value.split(",(?![^(]*\\))", -1)) { // not between parentheses
      if (!blocking.add(each)) {
        problem(BLOCKING, each, "write owner#method or owner#method(types), or @FILE");
      }
    }
  }

  private void readBlockingFile(String name) {
    try {
      blocking
          .addLines(Files.readString(Path.of(name)))
          .forEach(
              line -> problem(BLOCKING, line, "each line of the file is owner#method = advice"));
    } catch (IOException | InvalidPathException e) {
      problem(BLOCKING, "@" + name, "the file cannot be read (" + e + ")");
    }
  }

  private void problem(String name, String value, String advice) {
    problems.add(
        "the option "
            + PREFIX
            + name
            + " does not take '"
            + value
            + "', which is left out; "
            + advice);
  }

  /** What is wrong with some of them. */
  List<String> problems() {
    return problems;
  }

  Settings settings() {
    return new Settings(level, off);
  }

  boolean isOff() {
    return level == Level.OFF;
  }

  boolean releasesMonitors() {
    return releasesMonitors;
  }

  BlockingMethods blocking() {
    return blocking;
  }

  /** Qualified names of types that are declared to be task-like. */
  Set<String> taskTypes() {
    return taskTypes;
  }
}
