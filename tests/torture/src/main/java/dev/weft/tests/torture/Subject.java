package dev.weft.tests.torture;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What is tortured: a set of classes with every method marked, the classes around it as they are,
 * and a weaver that knows both. Any thread.
 */
final class Subject implements AutoCloseable {

  private final ClassSet classes;
  private final ClassSet around;
  private final ClassFiles jdk = new LoaderClassFiles(ClassLoader.getSystemClassLoader());
  private final @Nullable Disguise disguise;
  private final Hierarchy hierarchy;
  private final Weaver weaver;

  private Subject(
      ClassSet classes, ClassSet around, @Nullable Disguise disguise, Monitors monitors) {
    this.classes = classes;
    this.around = around;
    this.disguise = disguise;
    hierarchy = new Hierarchy(this::find, this::isWoven);
    weaver = new Weaver(hierarchy, WeavingRules.of(monitors));
  }

  /**
   * Opens a subject.
   *
   * @param places what to torture; see {@link ClassSet#open}
   * @param classPath what it was compiled against, besides the JDK
   * @param monitors what is done where monitors are held
   */
  static Subject open(List<String> places, List<String> classPath, Monitors monitors)
      throws IOException {
    ClassSet classes = ClassSet.open(places);
    boolean jdk = places.stream().anyMatch(ClassSet::isJdk);
    Disguise disguise = jdk ? new Disguise(classes.names()::contains) : null;
    return new Subject(classes, ClassSet.open(classPath), disguise, monitors);
  }

  /** The names, as they are in the files, of the classes to weave. */
  List<String> names() {
    return List.copyOf(classes.names());
  }

  Weaver weaver() {
    return weaver;
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** The class file, marked and with a pause behind each call that is not woven. */
  byte[] prepared(String name) {
    byte[] marked = mark(disguised(name));
    return Pauses.add(marked, this::leavesTheSubject);
  }

  private boolean leavesTheSubject(MethodInsnNode call) {
    return call.name.startsWith("<") || hierarchy.resolve(call.owner, call.name, call.desc) == null;
  }

  private byte[] disguised(String name) {
    byte[] original = classes.read(name);
    if (original == null) {
      throw new IllegalArgumentException("no class " + name);
    }
    return disguise == null ? original : disguise.put(original);
  }

  private static byte[] mark(byte[] classFile) {
    return Marking.mark(classFile, Marking.Extent.EVERYTHING, method -> false);
  }

  /** Whether a class of the subject goes by {@code name} in woven code. */
  private boolean covers(String name) {
    if (disguise == null) {
      return classes.names().contains(name);
    }
    String real = disguise.unmap(name);
    return !real.equals(name) && disguise.map(real).equals(name);
  }

  /** Whether a class gets bodies, under its own name or another. */
  private boolean isWoven(String name) {
    return covers(name) || (!Disguise.fits(name) && classes.names().contains(name));
  }

  /** The class file that goes by {@code name} in woven code, without marks; null if not covered. */
  byte @Nullable [] plain(String name) {
    return covers(name) ? disguised(disguise == null ? name : disguise.unmap(name)) : null;
  }

  private byte @Nullable [] find(String name) {
    byte[] plain = plain(name);
    if (plain != null) {
      return mark(plain);
    }
    byte[] other = around.read(name);
    return other == null ? jdk.find(name) : other;
  }

  /** A class around the subject, but for the JDK's and the runtime's; null if there is none. */
  byte @Nullable [] outside(String name) {
    return around.read(name);
  }

  @Override
  public void close() throws IOException {
    classes.close();
    around.close();
  }
}
