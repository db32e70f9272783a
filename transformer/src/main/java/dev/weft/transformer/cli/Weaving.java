package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The weaving of one input: first all of its classes, then all that it consists of is written. */
final class Weaving {

  private final Project project;

  /** New contents, by file. */
  private final Map<String, byte[]> changed = new LinkedHashMap<>();

  /** Frame classes, by file, and by the file of the class behind which they are written. */
  private final Map<String, Map<String, byte[]>> added = new LinkedHashMap<>();

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int woven;
  private int refused;
  private int broken;

  private Weaving(Project project) {
    this.project = project;
  }

  /** Weaves the classes of a project, and those of the jars inside. */
  static Weaving of(Project project) throws IOException {
    var weaving = new Weaving(project);
    for (String file : project.input().files()) {
      weaving.weave(file);
    }
    for (Map.Entry<String, Project> inside : project.nested().entrySet()) {
      weaving.add(inside.getKey(), inside.getValue());
    }
    if (!project.isNested()) {
      weaving.errors.addAll(project.problemsOfDeclarations());
    }
    return weaving;
  }

  /** A class that cannot be woven is left as it is. */
  private void weave(String file) throws IOException {
    WovenClass result;
    try {
      result = project.weave(file);
    } catch (BrokenClassException e) {
      errors.add(e.getMessage());
      broken++;
      return;
    }
    if (result == null) {
      return;
    }
    woven++;
    changed.put(file, result.bytes());
    String root = Project.rootOf(file, result.original());
    Map<String, byte[]> frames = new LinkedHashMap<>();
    result.added().forEach((name, bytes) -> frames.put(root + name + ".class", bytes));
    added.put(file, frames);
    for (MethodReport method : result.methods()) {
      warnings.addAll(method.warnings());
      if (method.refusal() != null) {
        errors.add(method.refusal());
        refused++;
      }
    }
  }

  /** A jar in which nothing is woven stays as it is, to the byte. */
  private void add(String file, Project inside) throws IOException {
    Weaving weaving = of(inside);
    errors.addAll(weaving.errors);
    woven += weaving.woven;
    refused += weaving.refused;
    broken += weaving.broken;
    if (weaving.woven > 0) {
      var bytes = new ByteArrayOutputStream();
      try (ArchiveOutput jar = ArchiveOutput.into(bytes)) {
        weaving.write(jar);
        jar.commit();
      }
      warnings.addAll(weaving.warnings);
      changed.put(file, bytes.toByteArray());
    }
  }

  /** What went wrong, a line each. */
  List<String> errors() {
    return errors;
  }

  /** What the user should know. */
  List<String> warnings() {
    return warnings;
  }

  /** How many of what. */
  String summary() {
    String failed = broken == 0 ? "" : ", " + broken + " classes failed";
    return woven + " classes woven, " + refused + " methods refused" + failed;
  }

  /** Writes the input as it is now. */
  void write(Output output) throws IOException {
    Input input = project.input();
    Set<String> frames = new HashSet<>();
    added.values().forEach(each -> frames.addAll(each.keySet()));
    boolean unsign = woven > 0 && Signatures.areIn(input.files());
    if (unsign) {
      warnings.add(
          input.placeOf("")
              + " is signed; classes of it are woven, so its signatures were taken"
              + " off. Sign the result");
    }
    if (input instanceof Archive archive) {
      if (output instanceof ArchiveOutput jar) {
        jar.comment(archive.comment());
      }
      for (ZipEntry entry : archive.entries()) {
        if (entry.isDirectory()) {
          output.folder(entry);
        } else if (!frames.contains(entry.getName())) {
          write(output, entry.getName(), entry, unsign);
        }
      }
    } else {
      for (String file : input.files()) {
        if (!frames.contains(file)) {
          write(output, file, null, unsign);
        }
      }
    }
  }

  private void write(Output output, String file, @Nullable ZipEntry like, boolean unsign)
      throws IOException {
    if (unsign && Signatures.isPart(file)) {
      return;
    }
    byte[] bytes = changed.get(file);
    boolean changes = bytes != null;
    if (bytes == null) {
      bytes = Objects.requireNonNull(project.input().read(file));
    }
    if (unsign && file.equals(Signatures.MANIFEST)) {
      bytes = Signatures.withoutDigests(bytes);
      changes = true;
    }
    output.write(file, bytes, like, changes);
    for (Map.Entry<String, byte[]> frame : added.getOrDefault(file, Map.of()).entrySet()) {
      output.write(frame.getKey(), frame.getValue(), like, true);
    }
  }
}
