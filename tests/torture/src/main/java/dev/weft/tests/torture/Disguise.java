package dev.weft.tests.torture;

import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Other names for the JDK's classes: the JVM defines {@code java.util.HashMap} only once, but has
 * nothing against {@code jdk_/java/util/HashMap}.
 *
 * <p>Four classes keep their names wherever they are used, since the verifier itself knows them:
 * what {@code ldc} pushes, what {@code athrow} takes, and the root of all. They themselves are
 * woven and checked, but cannot be defined.
 */
final class Disguise extends Remapper {

  private static final String PREFIX = "jdk_/";

  private static final Set<String> KNOWN_TO_VERIFIER =
      Set.of("java/lang/Object", "java/lang/String", "java/lang/Class", "java/lang/Throwable");

  private final Predicate<String> covered;

  /** A disguise for the classes, by internal name, that {@code covered} accepts. */
  Disguise(Predicate<String> covered) {
    super(Opcodes.ASM9);
    this.covered = covered;
  }

  /** Whether a class can go under another name. */
  static boolean fits(String name) {
    return !KNOWN_TO_VERIFIER.contains(name);
  }

  @Override
  public String map(String name) {
    return covered.test(name) && fits(name) ? PREFIX + name : name;
  }

  /** The true name behind {@code name}. */
  String unmap(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** The class file with all names changed. */
  byte[] put(byte[] classFile) {
    var writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, this), 0);
    return writer.toByteArray();
  }
}
