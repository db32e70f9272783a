package dev.weft.tests.torture;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import dev.weft.transformer.report.MethodReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A library woven so that it can still be run: every method that means the same as a coroutine is
 * one, and behind every call in it stands a pause.
 *
 * <p>Methods that cannot suspend are found by weaving, moved out of line, and it is woven again.
 */
final class Library {

  private final ClassSet classes;
  private final ClassSet classPath;
  private final ClassFiles jdk = new LoaderClassFiles(ClassLoader.getSystemClassLoader());
  private final Monitors monitors;
  private final Map<String, Set<String>> outlined = new HashMap<>();
  private Map<String, byte[]> woven = Map.of();
  private int methods;
  private int points;

  private Library(ClassSet classes, ClassSet classPath, Monitors monitors) {
    this.monitors = monitors;
    this.classes = classes;
    this.classPath = classPath;
  }

  /** Weaves a library. */
  static Library weave(ClassSet classes, ClassSet classPath, Monitors monitors) {
    var library = new Library(classes, classPath, monitors);
    boolean complete = false;
    while (!complete) { // each time with at least one method more moved out of line
      complete = library.attempt();
    }
    return library;
  }

  /** All class files of the library, woven or not, and the frames, by internal name. */
  Map<String, byte[]> classFiles() {
    return woven;
  }

  /** What was woven, for people. */
  String summary() {
    int plain = outlined.values().stream().mapToInt(Set::size).sum();
    return methods
        + " methods woven with "
        + points
        + " suspension points; "
        + plain
        + " run as they are, for they hold monitors or are too large";
  }

  private boolean attempt() {
    var hierarchy = new Hierarchy(this::find, classes.names()::contains);
    var weaver = new Weaver(hierarchy, WeavingRules.of(monitors));
    var results = new TreeMap<String, byte[]>();
    boolean complete = true;
    methods = 0;
    points = 0;
    for (String name : classes.names()) {
      byte[] marked = marked(name);
      WovenClass result = weaver.weave(Pauses.add(marked, call -> true));
      results.put(name, result == null ? marked : result.bytes());
      if (result != null) {
        results.putAll(result.added());
        complete &= count(name, result.methods());
      }
    }
    woven = results;
    return complete;
  }

  private boolean count(String name, List<MethodReport> reports) {
    boolean complete = true;
    for (MethodReport report : reports) {
      if (report.refusal() != null) {
        complete = false;
        String method = report.method() + report.descriptor();
        if (!outlined.computeIfAbsent(name, unused -> new HashSet<>()).add(method)) {
          throw new IllegalStateException("refused even out of line: " + report.refusal());
        }
      }
      methods++;
      points += Math.max(0, report.points().size() - 1);
    }
    return complete;
  }

  private byte[] marked(String name) {
    byte[] original = classes.read(name);
    if (original == null) {
      throw new IllegalArgumentException("no class " + name);
    }
    Set<String> held = outlined.get(name);
    byte[] split = held == null ? original : Outline.apply(original, held);
    return Marking.mark(split, Marking.Extent.SAME_MEANING, method -> method.contains("$plain("));
  }

  private byte @Nullable [] find(String name) {
    if (classes.names().contains(name)) {
      return marked(name);
    }
    byte[] other = classPath.read(name);
    return other == null ? jdk.find(name) : other;
  }
}
