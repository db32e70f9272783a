package dev.weft.transformer;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/** The mark of a class that has been woven: for which calling convention, if it says so. */
final class WovenMark extends ClassVisitor {

  private int convention = RuntimeNames.CONVENTION;

  private WovenMark() {
    super(Opcodes.ASM9);
  }

  /**
   * Checks that a woven class can be called by what this Weft weaves.
   *
   * @throws WeaveException if not
   */
  static void refuseOtherConvention(byte[] classFile, String className) {
    var mark = new WovenMark();
    int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    new ClassReader(classFile).accept(mark, parts);
    if (mark.convention != RuntimeNames.CONVENTION) {
      throw new WeaveException(
          ClassNames.binary(className)
              + " was woven by another version of Weft (its calling convention is number "
              + mark.convention
              + ", this one's is "
              + RuntimeNames.CONVENTION
              + "); weave the class as the compiler wrote it with this version, or let the agent do"
              + " it");
    }
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (descriptor.equals(RuntimeNames.OLD_WOVEN_DESC)) {
      convention = RuntimeNames.OLD_CONVENTION; // unless it says so itself
      return new Value();
    }
    return descriptor.equals(RuntimeNames.WOVEN_DESC) ? new Value() : null;
  }

  /** Reads the annotation's only value. */
  private final class Value extends AnnotationVisitor {
    Value() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(String name, Object value) {
      convention = (int) value;
    }
  }
}
