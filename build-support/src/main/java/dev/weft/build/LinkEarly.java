package dev.weft.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Makes ordinary classes of the lambdas in a folder of compiled classes, and ordinary code of what
 * records have for {@code equals} and {@code hashCode}.
 *
 * <p>What the JDK makes of them while a program runs takes its time: the agent, which weaves the
 * first class before the program can go on, needs a hundred of them for that. The lambdas' classes
 * are nest mates of those that they stand in, as they would be.
 */
public final class LinkEarly {

  /** The original class of a lambda's class is what stands before that. */
  static final String LAMBDA = "$$Lambda";

  private final Path folder;
  private final Map<String, byte[]> classes;
  private final Map<String, TreeSet<String>> mates = new TreeMap<>();

  private LinkEarly(Path folder) throws IOException {
    this.folder = folder;
    classes = ClassFolder.read(folder);
  }

  /**
   * Runs.
   *
   * @param args the folder, whose classes are replaced
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    new LinkEarly(Path.of(args[0])).run();
  }

  private void run() throws IOException {
    var changed = new TreeMap<String, byte[]>();
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      link(each.getKey(), each.getValue(), changed);
    }
    for (Map.Entry<String, TreeSet<String>> each : mates.entrySet()) {
      String host = each.getKey();
      byte[] code = Objects.requireNonNull(changed.getOrDefault(host, classes.get(host)), host);
      changed.put(host, withMates(code, each.getValue()));
    }
    for (Map.Entry<String, byte[]> each : changed.entrySet()) {
      Files.write(folder.resolve(each.getKey() + ClassFolder.SUFFIX), each.getValue());
    }
  }

  private void link(String name, byte[] code, Map<String, byte[]> changed) throws IOException {
    var reader = new ClassReader(code);
    var writer = new ClassWriter(reader, 0);
    var linked = new LinkedClass(writer);
    reader.accept(linked, 0);
    if (!linked.isChanged()) {
      return;
    }
    deleteLambdasOf(name);
    changed.put(name, writer.toByteArray());
    for (LambdaClass each : linked.lambdas()) {
      changed.put(each.name(), each.write(linked.host()));
      mates.computeIfAbsent(linked.host(), host -> new TreeSet<>()).add(each.name());
    }
  }

  /** An earlier compilation may have had more. */
  private void deleteLambdasOf(String name) throws IOException {
    for (String each : classes.keySet()) {
      if (each.startsWith(name + LAMBDA)) {
        Files.delete(folder.resolve(each + ClassFolder.SUFFIX));
      }
    }
  }

  private static byte[] withMates(byte[] host, Iterable<String> added) {
    var reader = new ClassReader(host);
    var writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitNestMember(String name) {
            if (!name.contains(LAMBDA)) { // those are of an earlier compilation
              super.visitNestMember(name);
            }
          }

          @Override
          public void visitEnd() {
            added.forEach(super::visitNestMember);
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }
}
