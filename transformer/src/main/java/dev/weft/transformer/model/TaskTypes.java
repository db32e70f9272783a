package dev.weft.transformer.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The types declared to be task-like by resources {@code META-INF/weft/task-types}, which have
 * lines {@code binary.name.of.Type = binary.name.of.Adapter}.
 *
 * <p>Read when first asked. A declaration counts only if it is also seen from where its type is
 * defined: a method and those who call or override it must agree on its kind. Any thread.
 */
final class TaskTypes {

  static final String RESOURCE = "META-INF/weft/task-types";

  private final ClassFiles files;
  private final Map<String, Optional<String>> adapters = new ConcurrentHashMap<>();
  private volatile @Nullable Declarations all;

  /**
   * What resources say.
   *
   * @param adapters internal names of adapters, by internal name of their type
   * @param problems what is wrong with some lines
   */
  private record Declarations(Map<String, String> adapters, List<String> problems) {}

  /** Apart, since nearly all programs have no declarations and need no patterns to start. */
  private static final class Syntax {
    private static final String NAME = "[^\\s=#;/\\[]+";
    static final Pattern LINE = Pattern.compile("(" + NAME + ")\\s*=\\s*(" + NAME + ")");

    private Syntax() {}
  }

  TaskTypes(ClassFiles files) {
    this.files = files;
  }

  /** The internal name of the adapter declared for a type, or null. */
  @Nullable String adapterOf(String type) {
    if (!all().adapters.containsKey(type)) {
      return null; // as nearly always
    }
    Optional<String> known = adapters.get(type);
    if (known == null) { // without a lock, since a loader's own code is asked
      Map<String, String> seen = read(files.resources(RESOURCE, type)).adapters;
      known = Optional.ofNullable(seen.get(type));
      adapters.putIfAbsent(type, known);
    }
    return known.orElse(null);
  }

  /** See {@link Hierarchy#forgetDeclarations}. */
  void forget() {
    all = null;
    adapters.clear();
  }

  /** What is wrong with declarations; empty if nothing is, or none was asked for. */
  List<String> problems() {
    Declarations read = all;
    return read == null ? List.of() : read.problems;
  }

  private Declarations all() {
    Declarations read = all;
    if (read == null) {
      read = read(files.resources(RESOURCE, null));
      all = read;
    }
    return read;
  }

  private static Declarations read(List<Resource> resources) {
    var declarations = new Declarations(new HashMap<>(), new ArrayList<>());
    for (Resource resource : resources) {
      String text = new String(resource.content(), StandardCharsets.UTF_8);
      int number = 0;
      for (String line : text.split("\\R", -1)) {
        number++;
        String content = line.replaceFirst("#.*", "").strip();
        if (!content.isEmpty()) {
          read(content, resource.place() + ":" + number, declarations);
        }
      }
    }
    return declarations;
  }

  private static void read(String line, String place, Declarations declarations) {
    Matcher parts = Syntax.LINE.matcher(line);
    if (!parts.matches()) {
      declarations.problems.add(
          place
              + ": '"
              + line
              + "' declares no task type and is ignored; write binary.name.of.Type ="
              + " binary.name.of.Adapter");
      return;
    }
    String type = parts.group(1).replace('.', '/');
    String adapter = parts.group(2).replace('.', '/');
    if (!Kind.of("()L" + type + ";").isPartOfCaller()) {
      declarations.problems.add(
          place + ": " + parts.group(1) + " needs no adapter, and the line is ignored; remove it");
      return;
    }
    String before = declarations.adapters.putIfAbsent(type, adapter);
    if (before != null && !before.equals(adapter)) {
      declarations.problems.add(
          place
              + ": "
              + parts.group(1)
              + " has the adapter "
              + ClassNames.binary(before)
              + " already, by a declaration that comes before on the class path, and the line is"
              + " ignored; remove one of them");
    }
  }

  /** The adapter of a type, with what is wrong with it, as its class file says. */
  static TaskAdapter look(String type, String name, Hierarchy hierarchy) {
    ClassInfo info = hierarchy.classInfo(name);
    if (info == null) {
      return broken(type, name, "of which no class file is found");
    }
    String fromTask = "fromTask(" + RuntimeNames.TASK_DESC + ")L" + type + ";";
    if ((info.access() & Opcodes.ACC_PUBLIC) == 0 || !isPublicStatic(info.method(fromTask))) {
      String simple = ClassNames.simple(type);
      return broken(
          type, name, "which has no public static " + simple + " fromTask(dev.weft.Task)");
    }
    for (ClassInfo.Method method : info.methods().values()) {
      if (method.name().equals("await")
          && method.descriptor().startsWith("(L" + type + ";)")
          && isPublicStatic(method)
          && Type.getReturnType(method.descriptor()).getSort() >= Type.ARRAY) {
        AsyncMethod await = hierarchy.resolve(name, method.name(), method.descriptor());
        if (await != null && await.kind().isPartOfCaller()) {
          return new TaskAdapter(type, name, await, null);
        }
      }
    }
    return broken(
        type,
        name,
        "which has no public static @Async method await("
            + ClassNames.simple(type)
            + ") that returns an object");
  }

  private static boolean isPublicStatic(ClassInfo.@Nullable Method method) {
    int both = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    return method != null && (method.access() & both) == both;
  }

  private static TaskAdapter broken(String type, String name, String why) {
    String text =
        "returns "
            + ClassNames.binary(type)
            + ", for which "
            + RESOURCE
            + " declares the adapter "
            + ClassNames.binary(name)
            + ", "
            + why
            + "; correct the adapter or the declaration";
    return new TaskAdapter(type, name, null, text);
  }
}
