package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.Call;
import dev.weft.transformer.analysis.SuspensionPoint;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes into a frame class, for each method that the frame's calls and that a class may override
 * without being woven,
 *
 * <pre>
 * static final Receivers RECEIVERS_1 = new Receivers(lookup(), "a.Owner", "m", "(P)R", "(P, int, Carrier)r");
 * </pre>
 *
 * Names alone: making them loads nothing that the program would not load.
 */
final class ReceiversEmitter {

  static final String DESC = "L" + RuntimeNames.RECEIVERS + ";";

  private static final String LOOKUP_DESC = "Ljava/lang/invoke/MethodHandles$Lookup;";

  private ReceiversEmitter() {}

  /** The name of each field, by what {@link Call#receiversKey} says of the calls it is for. */
  static Map<String, String> fields(FrameSpec spec) {
    var fields = new LinkedHashMap<String, String>();
    calls(spec).keySet().forEach(key -> fields.put(key, "RECEIVERS_" + (fields.size() + 1)));
    return fields;
  }

  private static Map<String, Call> calls(FrameSpec spec) {
    var calls = new LinkedHashMap<String, Call>();
    for (SuspensionPoint point : spec.analysis().points()) {
      if (point.call().asked()) {
        calls.putIfAbsent(point.call().receiversKey(), point.call());
      }
    }
    return calls;
  }

  static void emit(ClassVisitor writer, FrameSpec spec) {
    Map<String, Call> calls = calls(spec);
    if (calls.isEmpty()) {
      return;
    }
    Map<String, String> fields = fields(spec);
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    fields.values().forEach(name -> writer.visitField(access, name, DESC, null, null).visitEnd());
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    mv.visitCode();
    calls.forEach(
        (key, call) -> {
          make(mv, call);
          mv.visitFieldInsn(Opcodes.PUTSTATIC, spec.className(), fields.get(key), DESC);
        });
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private static void make(MethodVisitor mv, Call call) {
    mv.visitTypeInsn(Opcodes.NEW, RuntimeNames.RECEIVERS);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()" + LOOKUP_DESC,
        false);
    mv.visitLdcInsn(ClassNames.binary(call.owner()));
    mv.visitLdcInsn(call.name());
    mv.visitLdcInsn(call.plainDescriptor());
    mv.visitLdcInsn(call.descriptor());
    String string = "Ljava/lang/String;";
    mv.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        RuntimeNames.RECEIVERS,
        "<init>",
        "(" + LOOKUP_DESC + string + string + string + string + ")V",
        false);
  }
}
