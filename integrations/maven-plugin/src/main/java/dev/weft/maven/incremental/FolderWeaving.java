package dev.weft.maven.incremental;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.cli.BuildReport;
import dev.weft.transformer.cli.BuildWeaver;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a folder of classes in place: those that have changed since the last time and those that
 * depend on them, or all if anything else has.
 *
 * <p>The result is what weaving all that the compiler wrote, at once, would give.
 */
public final class FolderWeaving {

  private final FolderSettings settings;
  private final FolderState before;
  private final CompiledFolder compiled;
  private final Map<String, FolderState.Entry> after = new HashMap<>();
  private final BuildReport report = new BuildReport();

  /** What became of the classes that were looked at; null for those that are as they were. */
  private final Map<String, @Nullable WovenClass> results = new TreeMap<>();

  private FolderWeaving(FolderSettings settings, FolderState before, CompiledFolder compiled) {
    this.settings = settings;
    this.before = before;
    this.compiled = compiled;
  }

  /** Weaves. If there are problems, nothing is written. */
  public static Outcome weave(FolderSettings settings) throws IOException {
    FolderWeaving weaving = of(settings);
    String circumstances = Circumstances.of(settings);
    Set<String> changed =
        circumstances.equals(weaving.before.circumstances())
            ? weaving.compiled.changed()
            : weaving.all();
    if (changed.isEmpty()) {
      return Outcome.UP_TO_DATE;
    }
    return weaving.weave(circumstances, weaving.affectedBy(changed));
  }

  /**
   * Puts back what the compiler wrote.
   *
   * @return how many classes were others
   */
  public static int restore(FolderSettings settings) throws IOException {
    FolderWeaving weaving = of(settings);
    List<String> woven = weaving.compiled.woven();
    var update = new FolderUpdate(settings);
    update.begin();
    for (String name : woven) {
      update.restore(name, weaving.compiled.read(name));
    }
    weaving.compiled.added().forEach(update::remove);
    update.commit(FolderState.EMPTY);
    return woven.size();
  }

  /** The classes as the compiler wrote them, for a look at what would become of them. */
  public static BuildWeaver rehearse(FolderSettings settings) throws IOException {
    return of(settings).weaver();
  }

  private static FolderWeaving of(FolderSettings settings) throws IOException {
    FolderState state = FolderState.read(settings.state());
    var compiled = CompiledFolder.open(settings.folder(), settings.originals(), state);
    return new FolderWeaving(settings, state, compiled);
  }

  private BuildWeaver weaver() throws IOException {
    return BuildWeaver.open(compiled, settings.classPath(), settings.rules(), settings.selection());
  }

  private Set<String> all() {
    var all = compiled.changed();
    all.addAll(compiled.classes());
    return all;
  }

  private Set<String> affectedBy(Set<String> changed) throws IOException {
    var references = new References();
    for (String name : compiled.classes()) {
      try {
        references.add(name, compiled.read(name));
      } catch (IOException broken) {
        changed.add(name); // which weaving it reports
      }
    }
    return references.affectedBy(changed);
  }

  private Outcome weave(String circumstances, Set<String> affected) throws IOException {
    Set<String> missing;
    try (BuildWeaver weaver = weaver()) {
      for (String name : compiled.classes()) {
        if (affected.contains(name)) {
          results.put(name, report.weave(weaver, name));
        } else {
          after.put(name, Objects.requireNonNull(before.classes().get(name)));
        }
      }
      if (!report.end(weaver)) {
        return Outcome.failure(report.problems().get(0));
      }
      missing = weaver.missing();
    }
    int woven = (int) results.values().stream().filter(Objects::nonNull).count();
    List<String> warnings = report.warnings();
    if (!report.problems().isEmpty()) {
      return new Outcome(results.size(), woven, 0, 0, report.problems(), warnings, missing);
    }
    FolderUpdate update = update();
    Set<String> obsolete = compiled.added();
    after.values().forEach(entry -> obsolete.removeAll(entry.added().keySet()));
    obsolete.forEach(update::remove);
    update.commit(new FolderState(circumstances, after));
    return new Outcome(
        results.size(), woven, update.written(), obsolete.size(), List.of(), warnings, missing);
  }

  /** Stages what is other than it lies there. */
  private FolderUpdate update() throws IOException {
    var update = new FolderUpdate(settings);
    update.begin();
    for (Map.Entry<String, @Nullable WovenClass> each : results.entrySet()) {
      String name = each.getKey();
      WovenClass result = each.getValue();
      if (result == null) {
        stageUnwoven(update, name);
      } else {
        stageWoven(update, name, result);
      }
    }
    for (String name : before.classes().keySet()) {
      if (!after.containsKey(name)) {
        update.forget(name);
      }
    }
    return update;
  }

  private void stageUnwoven(FolderUpdate update, String name) throws IOException {
    String input = compiled.inputOf(name);
    if (input.equals(compiled.presentOf(name))) {
      update.forget(name);
    } else {
      update.restore(name, compiled.read(name));
    }
    after.put(name, FolderState.Entry.unwoven(input));
  }

  private void stageWoven(FolderUpdate update, String name, WovenClass result) throws IOException {
    String input = compiled.inputOf(name);
    String present = compiled.presentOf(name);
    String output = Hash.of(result.bytes());
    if (present.equals(input)) {
      update.weave(name, result.original(), result.bytes());
    } else if (!present.equals(output)) {
      update.reweave(name, result.original(), result.bytes());
    }
    String root = name.substring(0, name.length() - (result.name() + ".class").length());
    var added = new TreeMap<String, String>();
    for (Map.Entry<String, byte[]> frame : result.added().entrySet()) {
      String file = root + frame.getKey() + ".class";
      String hash = Hash.of(frame.getValue());
      added.put(file, hash);
      if (!hash.equals(compiled.presentOf(file))) {
        update.add(file, frame.getValue());
      }
    }
    after.put(name, new FolderState.Entry(input, output, added));
  }
}
