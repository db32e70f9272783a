package dev.weft.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Copies the classes of the runtime and marks as synthetic what users are not to see of those that
 * the module exports.
 *
 * <p>A suspending method that is written by hand has a body beside it, {@code R m(P, int,
 * WovenCarrier)}, which generated code calls, so that it has to be public. Compilers, and the
 * completion of editors, do not see methods that are synthetic, just as they do not see the bodies
 * that the weaver makes. What is hidden is each member whose descriptor names a type of an internal
 * package or of the one that generated code calls, of exported public classes and of the internal
 * classes that these extend; of the latter all fields, too.
 */
public final class HideInternals {

  private static final String INTERNAL = "dev/weft/internal/";
  private static final String WOVEN = "dev/weft/woven";

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Set<String> exported = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  private HideInternals() {}

  /**
   * Runs.
   *
   * @param args the folder of the compiled classes; the folder to copy them to
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    new HideInternals().run(Path.of(args[0]), Path.of(args[1]));
  }

  private void run(Path from, Path to) throws IOException {
    classes.putAll(ClassFolder.read(from));
    new ClassReader(required("module-info")).accept(new Exports(), 0);
    for (String name : classes.keySet()) {
      boolean isPublic = (new ClassReader(required(name)).getAccess() & Opcodes.ACC_PUBLIC) != 0;
      if (isPublic && exported.contains(packageOf(name))) {
        seeWithSuperclasses(name);
      }
    }
    deleteAll(to);
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      Path file = to.resolve(each.getKey() + ClassFolder.SUFFIX);
      Files.createDirectories(file.getParent());
      byte[] code = each.getValue();
      Files.write(file, seen.contains(each.getKey()) ? hidden(code) : code);
    }
  }

  /** What was compiled for an earlier build may be gone. */
  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private byte[] required(String name) {
    byte[] code = classes.get(name);
    if (code == null) {
      throw new IllegalStateException("there is no " + name + ".class to read");
    }
    return code;
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private void seeWithSuperclasses(String name) {
    String next = name;
    while (next != null && classes.containsKey(next) && seen.add(next)) {
      next = new ClassReader(required(next)).getSuperName();
    }
  }

  private static byte[] hidden(byte[] code) {
    var reader = new ClassReader(code);
    var writer = new ClassWriter(reader, 0);
    reader.accept(new Hider(writer), 0);
    return writer.toByteArray();
  }

  private static int access(int access, String descriptor) {
    boolean hide = descriptor.contains("L" + INTERNAL) || descriptor.contains("L" + WOVEN + "/");
    return hide ? access | Opcodes.ACC_SYNTHETIC : access;
  }

  /** Collects the packages that the module exports to everybody, for people. */
  private final class Exports extends ClassVisitor {
    Exports() {
      super(Opcodes.ASM9);
    }

    @Override
    public ModuleVisitor visitModule(String name, int access, @Nullable String version) {
      return new ModuleVisitor(Opcodes.ASM9) {
        @Override
        public void visitExport(String packaze, int access, String @Nullable ... modules) {
          if (modules == null && !packaze.equals(WOVEN)) {
            exported.add(packaze);
          }
        }
      };
    }
  }

  private static final class Hider extends ClassVisitor {
    private boolean isInternal;

    Hider(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        String superName,
        String @Nullable [] interfaces) {
      isInternal = name.startsWith(INTERNAL);
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return super.visitMethod(access(access, descriptor), name, descriptor, signature, exceptions);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      int own = isInternal ? access | Opcodes.ACC_SYNTHETIC : access(access, descriptor);
      return super.visitField(own, name, descriptor, signature, value);
    }
  }
}
