package dev.weft.transformer.emit;

import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Writes the class around a lambda that can be serialised.
 *
 * <pre>
 * final class Owner$F$Woven$Serializable implements Owner$F$Woven, Serializable, markers... {
 *   private final Owner$F$Woven delegate;
 *   private final Object form;                              // what is written in its place
 *   public r call(P..., int, Carrier) { return delegate.call(P..., int, Carrier); }
 *   private Object writeReplace() { return form; }
 * }
 * </pre>
 *
 * Left to the JDK, the lambda would be written with the interface and the body that weaving gave
 * it, which neither the class's own {@code $deserializeLambda$} nor an unwoven program knows. The
 * call needs no frame: its caller sees for itself that the coroutine unwinds.
 */
final class SerializableLambdaEmitter {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final Type self;
  private final Type face;
  private final List<String> markers;
  private final ClassWriter writer = ClassWriters.computingMaxs();

  /**
   * An emitter.
   *
   * @param name internal name of the class
   * @param face the interface of the lambda inside
   * @param markers interfaces without methods
   */
  SerializableLambdaEmitter(String name, String face, List<String> markers) {
    self = Type.getObjectType(name);
    this.face = Type.getObjectType(face);
    this.markers = markers;
  }

  /** The class file, for a lambda with this woven body. */
  byte[] emit(String body, String descriptor) {
    var interfaces = new ArrayList<>(List.of(face.getInternalName(), "java/io/Serializable"));
    interfaces.addAll(markers);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        self.getInternalName(),
        null,
        OBJECT.getInternalName(),
        interfaces.stream().distinct().toArray(String[]::new));
    var woven = writer.visitAnnotation(RuntimeNames.WOVEN_DESC, false);
    woven.visit("value", RuntimeNames.CONVENTION);
    woven.visitEnd();
    field("delegate", face);
    field("form", OBJECT);
    constructor();
    delegate(body, descriptor);
    writeReplace();
    CoroutineEmitter.mark().accept(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void field(String name, Type type) {
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    writer.visitField(access, name, type.getDescriptor(), null, null).visitEnd();
  }

  private void constructor() {
    var code = method(0, "<init>", Type.getMethodDescriptor(Type.VOID_TYPE, face, OBJECT));
    code.loadThis();
    code.invokeConstructor(OBJECT, new Method("<init>", "()V"));
    code.loadThis();
    code.loadArg(0);
    code.putField(self, "delegate", face);
    code.loadThis();
    code.loadArg(1);
    code.putField(self, "form", OBJECT);
    end(code);
  }

  private void delegate(String name, String descriptor) {
    var code = method(Opcodes.ACC_PUBLIC, name, descriptor);
    code.loadThis();
    code.getField(self, "delegate", face);
    code.loadArgs();
    code.invokeInterface(face, new Method(name, descriptor));
    end(code);
  }

  private void writeReplace() {
    var code = method(Opcodes.ACC_PRIVATE, "writeReplace", "()Ljava/lang/Object;");
    code.loadThis();
    code.getField(self, "form", OBJECT);
    end(code);
  }

  private GeneratorAdapter method(int access, String name, String descriptor) {
    var visitor = writer.visitMethod(access, name, descriptor, null, null);
    var code = new GeneratorAdapter(visitor, access, name, descriptor);
    code.visitCode();
    return code;
  }

  private static void end(GeneratorAdapter code) {
    code.returnValue();
    code.endMethod();
  }
}
