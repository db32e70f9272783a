package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.InitSite;
import dev.weft.transformer.analysis.Value;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Makes an object just before its constructor is called, in a resumed body, where null has lain in
 * its place since its {@code new}.
 */
final class LateConstruction {

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final Code code;

  /** The first slot that may be used in between. */
  private final int temporaries;

  LateConstruction(Code code, int temporaries) {
    this.code = code;
    this.temporaries = temporaries;
  }

  /**
   * Stack: ..., copies and others, null, arguments: the constructor call of an object not yet made.
   */
  void emit(InitSite init) {
    MethodInsnNode constructor = init.insn();
    Type[] arguments = Type.getArgumentTypes(constructor.desc);
    int[] slots = new int[arguments.length + init.stack().size()];
    int slot = temporaries + 1;
    for (int i = arguments.length - 1; i >= 0; i--) {
      code.store(arguments[i], slot);
      slots[i] = slot;
      slot += arguments[i].getSize();
    }
    code.visitInsn(Opcodes.POP); // Stack: ..., copies and others
    for (int i = init.stack().size() - 1; i >= 0; i--) {
      slots[arguments.length + i] = slot;
      slot += putAside(init, init.stack().get(i), slot);
    }
    code.visitTypeInsn(Opcodes.NEW, init.made().desc);
    code.visitInsn(Opcodes.DUP);
    for (int i = 0; i < arguments.length; i++) {
      code.load(arguments[i], slots[i]);
    }
    constructor.accept(code);
    code.visitVarInsn(Opcodes.ASTORE, temporaries); // Stack: ...
    for (int i = 0; i < init.stack().size(); i++) {
      loadAgain(init, init.stack().get(i), slots[arguments.length + i]);
    }
    for (int local : init.locals()) {
      code.visitVarInsn(Opcodes.ALOAD, temporaries);
      code.visitVarInsn(Opcodes.ASTORE, local);
    }
  }

  private int putAside(InitSite init, Value value, int slot) {
    if (init.isCopy(value)) {
      code.visitInsn(Opcodes.POP);
      return 0;
    }
    code.store(value, slot);
    return value.isWide() ? 2 : 1;
  }

  private void loadAgain(InitSite init, Value value, int slot) {
    if (init.isCopy(value)) {
      code.visitVarInsn(Opcodes.ALOAD, temporaries);
    } else {
      code.load(Objects.requireNonNullElse(value.storedType(), OBJECT), slot);
    }
  }
}
