package dev.weft.transformer.cli;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Resource;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes of one build for a build tool's plugin, as the command line does, but writes
 * nothing: what becomes of each class is returned.
 *
 * <p>One thread at a time.
 */
public final class BuildWeaver implements AutoCloseable {

  /** The class files of a build as the compiler wrote them, and its other files. */
  public interface Source {

    /** The names of all files, with slashes, in the order in which they are to be looked at. */
    List<String> files();

    /** The bytes of a file, if there is one of that name. */
    Optional<byte[]> find(String name) throws IOException;

    /** How a person would name one of the files. */
    String placeOf(String name);
  }

  private final ClassPath classPath;
  private final Project project;

  private BuildWeaver(ClassPath classPath, Project project) {
    this.classPath = classPath;
    this.project = project;
  }

  /**
   * A weaver for a build.
   *
   * @param source the class files
   * @param classPath folders and jars that they were compiled against; what does not exist is
   *     passed over, as the compiler does
   * @param rules what is done where one thing or another could be
   * @param selected which classes are woven, by their binary names
   */
  public static BuildWeaver open(
      Source source, List<Path> classPath, WeavingRules rules, Predicate<String> selected)
      throws IOException {
    return open(new SourceInput(source), classPath, rules, selected);
  }

  /** The same for a folder as it is; see {@link #open(Source, List, WeavingRules, Predicate)}. */
  public static BuildWeaver open(
      Path folder, List<Path> classPath, WeavingRules rules, Predicate<String> selected)
      throws IOException {
    return open(FolderInput.of(folder), classPath, rules, selected);
  }

  private static BuildWeaver open(
      Input input, List<Path> classPath, WeavingRules rules, Predicate<String> selected)
      throws IOException {
    List<Path> existing = classPath.stream().filter(Files::exists).toList();
    ClassPath open = ClassPath.open(existing);
    return new BuildWeaver(open, Project.of(input, open, rules, selected));
  }

  /** The names of the files that may be woven: class files, but no descriptors of modules. */
  public List<String> classes() {
    return project.input().files().stream().filter(BuildWeaver::isClass).toList();
  }

  /**
   * Weaves one class file of the input.
   *
   * @param file its name in the input
   * @return null if there is nothing to weave, or the class has been woven before
   * @throws BrokenClassException if it cannot be woven at all; the message says which file it is
   */
  public @Nullable WovenClass weave(String file) throws IOException {
    return project.weaveForChecks(file);
  }

  /**
   * What is wrong with a class file as it is, or as it has been woven; all have to be woven before
   * one is checked.
   *
   * @param result what {@link #weave} returned for it
   */
  public List<String> check(String file, @Nullable WovenClass result) throws IOException {
    return project.check(file, result);
  }

  /** What is wrong with declarations that the classes woven so far depend on. */
  public Set<String> problemsOfDeclarations() throws IOException {
    return project.problemsOfDeclarations();
  }

  /** The binary names of classes that were asked for so far, and are nowhere to be found. */
  public Set<String> missing() {
    return project.missing();
  }

  /** A file in every folder and jar of the class path that has it, by its name with slashes. */
  List<Resource> onClassPath(String file) throws IOException {
    var found = new ArrayList<Resource>();
    classPath.addResources(file, found);
    return found;
  }

  /** Whether a file of the input is looked at: class files, but no descriptors of modules. */
  public static boolean isClass(String file) {
    return Project.isClass(file);
  }

  @Override
  public void close() throws IOException {
    project.close();
  }

  /** What a plugin gives, as the command line sees it. */
  private record SourceInput(Source source) implements Input {
    @Override
    public List<String> files() {
      return source.files();
    }

    @Override
    public byte @Nullable [] read(String name) throws IOException {
      return source.find(name).orElse(null);
    }

    @Override
    public String placeOf(String name) {
      return source.placeOf(name);
    }

    @Override
    public void close() {}
  }
}
