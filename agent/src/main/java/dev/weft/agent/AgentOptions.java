package dev.weft.agent;

import dev.weft.transformer.model.ClassSelection;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the agent: what follows {@code -javaagent:weft-agent.jar=}, separated by commas.
 *
 * @param dump where to write what was woven, or null
 * @param sources folders and jars of sources, which dumps show
 * @param verify whether to check every woven class
 * @param classes which classes are woven
 * @param rules what is done where one thing or another could be
 * @param observe how coroutines are observed, {@code true} or {@code origins}; null if they are not
 * @param dumpOnSignal the signal that has coroutines dumped, or null
 */
public record AgentOptions(
    @Nullable Path dump,
    List<Path> sources,
    boolean verify,
    ClassSelection classes,
    WeavingRules rules,
    @Nullable String observe,
    @Nullable String dumpOnSignal) {

  private static final String HELP =
      "dump=DIR (write original and woven classes, listings, reports and pages there), sources=PATH"
          + " (folders and jars of sources, for these pages), verify (check every woven class),"
          + " include=GLOB and exclude=GLOB (class names to weave or leave alone, such as com.acme.*; may be repeated), monitors=release (methods that suspend while"
          + " they hold a monitor give it up meanwhile; the default, refuse, does not weave them),"
          + " compat=ea-async (weave ea-async's await, too, in methods that return futures),"
          + " observe (keep account of live coroutines, for the commands ps, tree, dump and leaks;"
          + " observe=origins also of where they were made), dumpOnSignal=USR1 (print all live"
          + " coroutines when the process gets that signal)";

  /**
   * Reads options.
   *
   * @param text as given to the agent; null or empty for none
   * @throws IllegalArgumentException naming the wrong option and all right ones
   */
  public static AgentOptions parse(@Nullable String text) {
    Path dump = null;
    var sources = new ArrayList<Path>();
    boolean verify = false;
    Monitors monitors = Monitors.REFUSE;
    Compatibility compatibility = Compatibility.NONE;
    String observe = null;
    String dumpOnSignal = null;
    var include = new ArrayList<String>();
    var exclude = new ArrayList<String>();
    for (String option : (text == null ? "" : text).split(",", -1)) {
      int equals = option.indexOf('=');
      String key = (equals < 0 ? option : option.substring(0, equals)).strip();
      String value = equals < 0 ? null : option.substring(equals + 1).strip();
      switch (key) {
        case "" -> {}
        case "dump" -> dump = Path.of(required(key, value));
        case "sources" -> addPaths(required(key, value), sources);
        case "verify" -> verify = flag(key, value);
        case "include" -> include.add(required(key, value));
        case "exclude" -> exclude.add(required(key, value));
        case "monitors" -> monitors = Monitors.of(required(key, value));
        case "compat" -> compatibility = Compatibility.of(required(key, value));
        case "observe" -> observe = observation(value);
        case "dumpOnSignal" -> dumpOnSignal = required(key, value);
        default ->
            throw new IllegalArgumentException(
                "unknown option '" + key + "'; the options are " + HELP);
      }
    }
    var classes = new ClassSelection(include, exclude);
    var rules = new WeavingRules(monitors, compatibility);
    return new AgentOptions(
        dump, List.copyOf(sources), verify, classes, rules, observe, dumpOnSignal);
  }

  /**
   * Makes the folder for dumps, if there is to be one.
   *
   * @throws IllegalArgumentException if that cannot be
   */
  void prepareDump() {
    if (dump != null) {
      try {
        Files.createDirectories(dump);
      } catch (IOException e) {
        String what =
            Files.exists(dump) ? "is not a folder" : "cannot be made (" + e.getMessage() + ")";
        throw new IllegalArgumentException("option 'dump': the folder " + dump + " " + what, e);
      }
    }
  }

  private static void addPaths(String path, List<Path> paths) {
    for (String each : path.split(Pattern.quote(File.pathSeparator), -1)) {
      paths.add(Path.of(each));
    }
  }

  private static @Nullable String observation(@Nullable String value) {
    return "origins".equals(value) ? value : flag("observe", value) ? "true" : null;
  }

  private static String required(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "option '" + key + "' needs a value; the options are " + HELP);
    }
    return value;
  }

  private static boolean flag(String key, @Nullable String value) {
    if (value == null || value.equals("true")) {
      return true;
    }
    if (value.equals("false")) {
      return false;
    }
    throw new IllegalArgumentException(
        "option '" + key + "' is true or false, not '" + value + "'; the options are " + HELP);
  }

  /** Whether a class is to be woven, by its binary name. */
  public boolean includes(String className) {
    return classes.test(className);
  }

  /** Whether neither {@code include} nor {@code exclude} is given. */
  public boolean includesAll() {
    return classes.isAll();
  }
}
