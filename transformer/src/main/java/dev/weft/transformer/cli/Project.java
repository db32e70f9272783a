package dev.weft.transformer.cli;

import dev.weft.transformer.Verification;
import dev.weft.transformer.WeaveException;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.ModuleBoundaries;
import dev.weft.transformer.model.Resource;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One build: an input, the class path it was compiled against, and for each of its roots a weaver
 * that knows both. A jar inside an application is a project of its own, which sees the other.
 */
final class Project implements AutoCloseable {

  /** How many missing classes are named. */
  private static final int NAMED = 5;

  /** What the classes of one root see. */
  private record View(Hierarchy hierarchy, Weaver weaver) {}

  private final Input input;
  private final Roots roots;
  private final WeavingRules rules;
  private final ClassPath classPath;
  private final @Nullable Project around;

  /** Which classes are woven, by their binary names. */
  private final Predicate<String> selected;

  private final Map<String, View> views = new HashMap<>();
  private final Map<String, byte[]> added = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();

  /** What {@link #weaveForChecks} has made, by file names, and what its checks see. */
  private final Map<String, byte[]> woven = new HashMap<>();

  private final Map<String, Hierarchy> checked = new HashMap<>();
  private @Nullable ModuleBoundaries modules;
  private boolean explains;

  /** The jars inside, by name; opened when first needed. */
  private @Nullable Map<String, Project> nested;

  private Project(
      Input input,
      ClassPath classPath,
      WeavingRules rules,
      Predicate<String> selected,
      @Nullable Project around) {
    this.input = input;
    this.classPath = classPath;
    this.rules = rules;
    this.selected = selected;
    this.around = around;
    roots = new Roots(input.files());
  }

  /** Opens a project; what is missing of its class path is warned of. */
  static Project open(Path path, WeavingOptions options, PrintWriter err) throws IOException {
    Input input = Input.open(path);
    try {
      ClassPath classPath = ClassPath.open(options.classPath(), err);
      return of(input, classPath, options.rules(), name -> true);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** A project of what is open already; closing it closes both. */
  static Project of(
      Input input, ClassPath classPath, WeavingRules rules, Predicate<String> selected) {
    return new Project(input, classPath, rules, selected, null);
  }

  /** From now on reports have details. */
  void explain() {
    explains = true;
  }

  Input input() {
    return input;
  }

  /** The jars inside an application, by the names of their entries. */
  Map<String, Project> nested() throws IOException {
    Map<String, Project> known = nested;
    if (known == null) {
      known = new LinkedHashMap<>();
      nested = known;
      for (String file : input.files()) {
        if (around == null && Roots.isNestedJar(file)) {
          byte[] jar = Objects.requireNonNull(input.read(file));
          Input inside = Archive.open(input.placeOf(file), jar);
          known.put(file, new Project(inside, ClassPath.EMPTY, rules, selected, this));
        }
      }
    }
    return known;
  }

  /** Whether it is a jar inside an application. */
  boolean isNested() {
    return around != null;
  }

  static boolean isClass(String file) {
    return file.endsWith(".class")
        && !file.equals("module-info.class")
        && !file.endsWith("/module-info.class");
  }

  /**
   * Weaves a file of the input; null if it is left as it is.
   *
   * @throws BrokenClassException if it cannot be read as a class; the message says which file it is
   */
  @Nullable WovenClass weave(String file) throws IOException {
    byte[] bytes = isClass(file) ? input.read(file) : null;
    if (bytes == null) {
      return null;
    }
    try {
      String root = rootOf(file, bytes);
      if (!isSelected(file.substring(root.length()))) {
        return null;
      }
      WovenClass woven = view(root).weaver.weave(bytes);
      if (woven != null) {
        woven.added().forEach((name, frame) -> added.put(root + name + ".class", frame));
      }
      return woven;
    } catch (WeaveException e) {
      throw new BrokenClassException(input.placeOf(file) + ": " + e.getMessage(), e);
    }
  }

  /** Weaves a file, and keeps the result for {@link #check}. */
  @Nullable WovenClass weaveForChecks(String file) throws IOException {
    WovenClass result = weave(file);
    if (result != null) {
      String root = rootOf(file, result.original());
      woven.put(file, result.bytes());
      result.embedded().forEach((name, bytes) -> woven.put(root + name + ".class", bytes));
    }
    return result;
  }

  /**
   * Whether a class is for a newer Java than the one that runs this, of whose JDK too little is
   * known to check it.
   */
  static boolean isForNewerJava(String file) {
    return Roots.versionOf(file) > Runtime.version().feature();
  }

  /**
   * What is wrong with a file of the input as it is, or as it has been woven; what it refers to is
   * looked for among the others as they have been.
   */
  List<String> check(String file, @Nullable WovenClass result) throws IOException {
    byte[] bytes = Objects.requireNonNull(input.read(file));
    Hierarchy hierarchy =
        checked.computeIfAbsent(
            rootOf(file, bytes), root -> new Hierarchy(classFiles(root, true), unused -> false));
    ModuleBoundaries boundaries = modules();
    if (result != null) {
      return Verification.check(result, hierarchy, boundaries);
    }
    var problems = new ArrayList<>(Verification.check(bytes, hierarchy, boundaries));
    if (problems.isEmpty()) { // else it may not even be readable
      problems.addAll(FrameClasses.missing(ClassInfo.read(bytes), hierarchy));
    }
    return problems;
  }

  private ModuleBoundaries modules() throws IOException {
    ModuleBoundaries known = modules;
    if (known == null) {
      known = around == null ? Modules.of(input, classPath.inputs()) : around.modules();
      modules = known;
    }
    return known;
  }

  /** The folder in which the package of a class begins, by its name. */
  static String rootOf(String file, byte[] classFile) {
    try {
      String name = new ClassHeader(classFile).name() + ".class";
      if (file.equals(name) || file.endsWith("/" + name)) {
        return file.substring(0, file.length() - name.length());
      }
    } catch (RuntimeException broken) {
      // which weaving it reports
    }
    return Roots.of(file);
  }

  private View view(String root) {
    return views.computeIfAbsent(
        root,
        unused -> {
          var hierarchy = new Hierarchy(classFiles(root, false), name -> isWoven(root, name));
          var weaver = new Weaver(hierarchy, rules);
          boolean explained = explains || (around != null && around.explains);
          return new View(hierarchy, explained ? weaver.explaining() : weaver);
        });
  }

  /**
   * The class files that those of a root see.
   *
   * @param asWoven whether those that have been woven are seen so
   */
  private ClassFiles classFiles(String root, boolean asWoven) {
    return new ClassFiles() {
      @Override
      public byte @Nullable [] find(String name) {
        byte[] bytes = findIfAny(name);
        if (bytes == null) {
          missing.add(ClassNames.binary(name));
        }
        return bytes;
      }

      @Override
      public byte @Nullable [] findIfAny(String name) {
        return Project.this.find(root, name, asWoven);
      }

      /** One loader sees all that belongs to a build. */
      @Override
      public List<Resource> resources(String name, @Nullable String seenBy) {
        return (around == null ? Project.this : around).resources(name);
      }
    };
  }

  private List<Resource> resources(String name) {
    var found = new ArrayList<Resource>();
    try {
      ClassPath.addResources(input, roots, name, found);
      for (Project inside : nested().values()) {
        ClassPath.addResources(inside.input, inside.roots, name, found);
      }
      classPath.addResources(name, found);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
    return found;
  }

  /** What is wrong with declarations that the classes depend on. */
  Set<String> problemsOfDeclarations() throws IOException {
    var problems = new TreeSet<String>();
    for (Project inside : nested().values()) {
      problems.addAll(inside.problemsOfDeclarations());
    }
    views.values().forEach(each -> problems.addAll(each.hierarchy.problemsOfDeclarations()));
    return problems;
  }

  private boolean isWoven(String root, String name) {
    String file = name + ".class";
    return isSelected(file) && roots.seenFrom(root).stream().anyMatch(each -> has(each + file));
  }

  private boolean isSelected(String file) {
    return selected.test(ClassNames.binary(file.substring(0, file.length() - ".class".length())));
  }

  private boolean has(String file) {
    try {
      return input.read(file) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte @Nullable [] find(String root, String name, boolean asWoven) {
    try {
      byte[] bytes = find(roots.seenFrom(root), name, asWoven);
      if (bytes == null && around != null) {
        bytes = around.find(List.of("BOOT-INF/classes/", "WEB-INF/classes/", ""), name, asWoven);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ".class", e);
    }
  }

  /** Looks in the input, in the jars inside, on the class path, and in the JDK that runs this. */
  private byte @Nullable [] find(List<String> where, String name, boolean asWoven)
      throws IOException {
    String file = name + ".class";
    for (String root : where) {
      byte[] bytes = asWoven ? woven.get(root + file) : null;
      bytes = bytes == null ? input.read(root + file) : bytes;
      bytes = bytes == null ? added.get(root + file) : bytes;
      if (bytes != null) {
        return bytes;
      }
    }
    for (Project inside : nested().values()) {
      byte[] bytes = inside.read(file, asWoven);
      if (bytes != null) {
        return bytes;
      }
    }
    return classPath.find(name);
  }

  /** A class of a jar inside, as the application's other classes see it. */
  private byte @Nullable [] read(String file, boolean asWoven) throws IOException {
    for (String root : asWoven ? roots.ofLibrary() : List.<String>of()) {
      byte[] bytes = woven.get(root + file);
      if (bytes != null) {
        return bytes;
      }
    }
    return ClassPath.read(input, roots, file);
  }

  /** The binary names of classes that were asked for and not found. */
  Set<String> missing() {
    return missing;
  }

  /** Says which classes were asked for and not found, if there are any. */
  void warnOfMissing(PrintWriter err) {
    if (!missing.isEmpty()) {
      String some = missing.stream().limit(NAMED).collect(Collectors.joining(", "));
      int others = missing.size() - NAMED;
      err.println(
          "weft: warning: not found, so nothing is known of @Async methods there: "
              + some
              + (others > 0 ? " and " + others + " others" : "")
              + "; calls of them, overrides and lambdas may have been left as they are. Name with"
              + " -cp what the input was compiled against");
    }
  }

  @Override
  public void close() throws IOException {
    var open = new ArrayList<AutoCloseable>();
    open.add(input);
    open.add(classPath);
    if (nested != null) {
      open.addAll(nested.values());
    }
    ClassPath.closeAll(open);
  }
}
