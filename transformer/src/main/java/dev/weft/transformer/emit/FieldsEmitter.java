package dev.weft.transformer.emit;

import dev.weft.transformer.layout.FrameField;
import dev.weft.transformer.layout.FrameSpec;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * Writes how a frame shows what it keeps to who looks at a suspended coroutine:
 *
 * <pre>
 * protected Object[] fields() { return new Object[] {"i0", i0, "l0", l0, ...}; }
 * </pre>
 *
 * Reflection would load the types of all fields, show none if one of them is missing, and need the
 * package to be open where it is in a module.
 *
 * <p>Of a frame with thousands of fields it shows the first: with all of them the method might be
 * too large, and no method is to be refused for what is only there to be looked at.
 */
final class FieldsEmitter {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");
  private static final int ACCESS = Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNTHETIC;
  private static final String NAME = "fields";
  private static final String DESCRIPTOR = "()[Ljava/lang/Object;";

  /** At 20 bytes of code each; the JVM allows 65,535. */
  private static final int MOST = 3_000;

  private FieldsEmitter() {}

  static void emit(ClassVisitor writer, FrameSpec spec) {
    List<FrameField> shown = spec.fields().subList(0, Math.min(MOST, spec.fields().size()));
    if (shown.isEmpty()) {
      return; // as it is inherited
    }
    var code =
        new GeneratorAdapter(
            writer.visitMethod(ACCESS, NAME, DESCRIPTOR, null, null), ACCESS, NAME, DESCRIPTOR);
    code.visitCode();
    code.push(2 * shown.size());
    code.newArray(OBJECT); // Stack: array
    int index = 0;
    for (FrameField field : shown) {
      code.dup();
      code.push(index++);
      code.push(field.name());
      code.arrayStore(OBJECT);
      code.dup();
      code.push(index++);
      code.loadThis();
      code.getField(Type.getObjectType(spec.className()), field.name(), field.type());
      code.valueOf(field.type()); // Stack: array, array, index, value
      code.arrayStore(OBJECT);
    }
    code.returnValue();
    code.endMethod();
  }
}
