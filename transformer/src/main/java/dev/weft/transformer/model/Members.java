package dev.weft.transformer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The fields and methods that class files declare, the JDK's too: what the JVM asks when it links.
 *
 * <p>One for each {@link Hierarchy}; answers are cached. Any thread.
 */
public final class Members {

  private final ClassFiles files;
  private final Map<String, Optional<Declared>> known = new ConcurrentHashMap<>();

  Members(ClassFiles files) {
    this.files = files;
  }

  /**
   * What a class declares itself.
   *
   * @param name its internal name
   * @param access its access flags
   * @param superName internal name of its superclass
   * @param interfaces internal names of its interfaces
   * @param nest the nest that it says it is in
   * @param permitted internal names of the only classes that may extend it; null if any may
   * @param fields access flags of its fields, by {@code name:descriptor}
   * @param methods access flags of its methods, by name and descriptor
   */
  public record Declared(
      String name,
      int access,
      @Nullable String superName,
      List<String> interfaces,
      Nest nest,
      @Nullable List<String> permitted,
      Map<String, Integer> fields,
      Map<String, Integer> methods) {

    /** Whether it is an interface. */
    public boolean isInterface() {
      return (access & Opcodes.ACC_INTERFACE) != 0;
    }
  }

  /**
   * What a class says of its nest.
   *
   * @param host internal name of the class that it calls its host, or its own
   * @param members internal names of those that it is the host of
   */
  public record Nest(String host, List<String> members) {}

  /**
   * The class whose nest a class is in. Only a class of the same package that has it in its list is
   * its host.
   */
  public String nestHost(Declared type) {
    String host = type.nest.host;
    if (host.equals(type.name)) {
      return host;
    }
    Declared declared = of(host);
    boolean isMember =
        ClassNames.packageOf(host).equals(ClassNames.packageOf(type.name))
            && (declared == null || declared.nest.members.contains(type.name));
    return isMember ? host : type.name;
  }

  /** Whether a class is its own supertype, so that nothing else can be asked of it. */
  public boolean isCircular(Declared type) {
    return isBelow(type, type.name);
  }

  /** Whether a class has another one above it, as far as class files are found. */
  public boolean isBelow(Declared type, String wanted) {
    return isBelow(type, wanted, new HashSet<>());
  }

  private boolean isBelow(Declared type, String wanted, Set<String> seen) {
    List<@Nullable String> above = new ArrayList<>(type.interfaces);
    above.add(type.superName);
    for (String each : above) {
      Declared supertype = each == null || !seen.add(each) ? null : of(each);
      if (wanted.equals(each) || (supertype != null && isBelow(supertype, wanted, seen))) {
        return true;
      }
    }
    return false;
  }

  /** What a class declares, or null if its file is not found or cannot be read. */
  public @Nullable Declared of(String internalName) {
    Optional<Declared> answer = known.get(internalName);
    if (answer == null) {
      answer = find(internalName);
      known.putIfAbsent(internalName, answer);
    }
    return answer.orElse(null);
  }

  /** See {@link Hierarchy#forgetMissing}. */
  void forgetMissing(String name) {
    known.remove(name, Optional.empty());
  }

  private Optional<Declared> find(String name) {
    byte[] file = files.findIfAny(name);
    try {
      Declared read = file == null ? null : read(file);
      return read != null && read.name.equals(name) ? Optional.of(read) : Optional.empty();
    } catch (RuntimeException unreadable) { // no class file, or newer than is known
      return Optional.empty();
    }
  }

  /** Reads a class file. */
  public static Declared read(byte[] classFile) {
    var reader = new ClassReader(classFile);
    var collector = new Collector(reader.getClassName());
    reader.accept(
        collector, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new Declared(
        reader.getClassName(),
        reader.getAccess(),
        reader.getSuperName(),
        List.of(reader.getInterfaces()),
        new Nest(collector.nestHost, collector.nestMembers),
        collector.permitted,
        collector.fields,
        collector.methods);
  }

  private static final class Collector extends ClassVisitor {
    final Map<String, Integer> fields = new HashMap<>();
    final Map<String, Integer> methods = new HashMap<>();
    final List<String> nestMembers = new ArrayList<>();
    String nestHost;
    @Nullable List<String> permitted;

    Collector(String name) {
      super(Opcodes.ASM9);
      nestHost = name;
    }

    @Override
    public void visitNestHost(String host) {
      nestHost = host;
    }

    @Override
    public void visitNestMember(String member) {
      nestMembers.add(member);
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
      permitted = permitted == null ? new ArrayList<>() : permitted;
      permitted.add(subclass);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, @Nullable String signature, Object value) {
      fields.put(name + ":" + descriptor, access);
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      methods.put(name + descriptor, access);
      return null;
    }
  }
}
