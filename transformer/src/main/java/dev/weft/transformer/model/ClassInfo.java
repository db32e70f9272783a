package dev.weft.transformer.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says that matters to calls of its methods.
 *
 * @param name internal name
 * @param access the class's flags
 * @param superName internal name of the superclass, or null
 * @param interfaces internal names
 * @param methods by name and descriptor
 * @param declaresIntrinsics whether any method is an intrinsic, so that others are not asked
 */
public record ClassInfo(
    String name,
    int access,
    @Nullable String superName,
    List<String> interfaces,
    Map<String, Method> methods,
    boolean declaresIntrinsics) {

  /** A class without intrinsics. */
  public ClassInfo(
      String name,
      int access,
      @Nullable String superName,
      List<String> interfaces,
      Map<String, Method> methods) {
    this(name, access, superName, interfaces, methods, false);
  }

  /**
   * One declared method.
   *
   * @param access its flags
   * @param annotated whether it is marked {@code @Async}
   * @param bridgeTo what a bridge method calls, as name and descriptor; null for others
   * @param forwardsTo what a method that a compiler made calls last, other than a bridge or the
   *     body of a lambda; null for others
   * @param intrinsic what calls of it are compiled into; null for others
   */
  public record Method(
      int access,
      String name,
      String descriptor,
      boolean annotated,
      @Nullable String bridgeTo,
      @Nullable Target forwardsTo,
      @Nullable Intrinsic intrinsic) {

    /** A method that is no intrinsic. */
    public Method(
        int access,
        String name,
        String descriptor,
        boolean annotated,
        @Nullable String bridgeTo,
        @Nullable Target forwardsTo) {
      this(access, name, descriptor, annotated, bridgeTo, forwardsTo, null);
    }

    /** Whether a subclass's method of the same signature replaces this one. */
    public boolean isVirtual() {
      return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
    }
  }

  /** A method that is called. */
  public record Target(String owner, String name, String descriptor) {}

  /** Whether this is an interface. */
  public boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** The declared method, or null. */
  public @Nullable Method method(String methodName, String descriptor) {
    return methods.get(methodName + descriptor);
  }

  /** The declared method of a name and, behind it, a descriptor; or null. */
  @Nullable Method method(String signature) {
    return methods.get(signature);
  }

  /** Whether any of its own methods is marked {@code @Async}. */
  public boolean marksAny() {
    return methods.values().stream().anyMatch(Method::annotated);
  }

  /** Whether the class says that it has bodies: woven ones, or written by hand. */
  public boolean saysThatItHasBodies() {
    return method(RuntimeNames.WOVEN_MARK, "()I") != null
        || method(RuntimeNames.WOVEN_MARK, "()V") != null; // by hand, or by an older weaver
  }

  /** Reads a class file. */
  public static ClassInfo read(byte[] classFile) {
    try {
      return readAsItIs(classFile);
    } catch (IndexOutOfBoundsException outOfRange) {
      return readAsItIs(AnnotationRanges.cut(classFile));
    }
  }

  private static ClassInfo readAsItIs(byte[] classFile) {
    var reader = new ClassReader(classFile);
    var collector = new Collector();
    reader.accept(collector, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    if (collector.methods.values().stream().anyMatch(Collector::saysMoreInCode)) {
      reader.accept(collector, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    return new ClassInfo(
        reader.getClassName(),
        reader.getAccess(),
        reader.getSuperName(),
        List.of(reader.getInterfaces()),
        collector.methods,
        collector.methods.values().stream().anyMatch(method -> method.intrinsic != null));
  }

  private static final class Collector extends ClassVisitor {
    final Map<String, Method> methods = new HashMap<>();

    Collector() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        private boolean annotated;
        private @Nullable String bridgeTo;
        private @Nullable Target forwardsTo;
        private Intrinsic.@Nullable Reader intrinsic;

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
          annotated |=
              type.equals(RuntimeNames.ASYNC_DESC) || type.equals(RuntimeNames.COROUTINE_DESC);
          if (!type.equals(RuntimeNames.INTRINSIC_DESC)) {
            return null;
          }
          intrinsic = new Intrinsic.Reader();
          return intrinsic;
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String calledDesc, boolean isInterface) {
          if ((access & Opcodes.ACC_BRIDGE) != 0 && called.equals(name)) {
            bridgeTo = called + calledDesc;
          } else if (mayForward(access, name)) {
            forwardsTo = new Target(owner, called, calledDesc);
          }
        }

        @Override
        public void visitEnd() {
          methods.put(
              name + descriptor,
              new Method(
                  access,
                  name,
                  descriptor,
                  annotated,
                  bridgeTo,
                  forwardsTo,
                  intrinsic == null ? null : intrinsic.read()));
        }
      };
    }

    /** Whether what a method calls matters. */
    static boolean saysMoreInCode(Method method) {
      return (method.access & Opcodes.ACC_BRIDGE) != 0 || mayForward(method.access, method.name);
    }

    /** Scala's {@code m$}, which calls a trait's {@code m}, is not marked as its compiler's. */
    private static boolean mayForward(int access, String name) {
      boolean synthetic =
          (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) == Opcodes.ACC_SYNTHETIC;
      boolean ofTrait = (access & Opcodes.ACC_STATIC) != 0 && name.endsWith("$");
      return (synthetic || ofTrait) && !ClassNames.isLambdaBody(name);
    }
  }
}
