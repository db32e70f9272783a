package dev.weft.transformer.verification;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes in packages that their modules keep to themselves. */
class ModuleChecksTest {

  private static Consumer<MethodVisitor> casts(String type) {
    return mv -> {
      mv.visitInsn(Opcodes.ACONST_NULL);
      mv.visitTypeInsn(Opcodes.CHECKCAST, type);
      mv.visitInsn(Opcodes.POP);
      mv.visitLdcInsn("");
      mv.visitTypeInsn(Opcodes.INSTANCEOF, type);
      mv.visitInsn(Opcodes.POP);
      mv.visitInsn(Opcodes.RETURN);
    };
  }

  private static String keeping(String packageName) {
    return packageName.equals("jdk/internal/misc") ? "since java.base does not export it" : null;
  }

  @Test
  void aPackageThatIsNotExported() throws Exception {
    new AssembledClass()
        .seeing(ModuleChecksTest::keeping)
        .run(casts("jdk/internal/misc/Unsafe"))
        .isRefused(
            IllegalAccessError.class,
            "names jdk.internal.misc.Unsafe, to which it has no access, since java.base does not");
  }

  @Test
  void oneThatIs() throws Exception {
    new AssembledClass()
        .seeing(ModuleChecksTest::keeping)
        .run(casts("java/util/ArrayList"))
        .isSound();
  }
}
