package dev.weft.transformer.emit;

import dev.weft.transformer.model.Hierarchy;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Creates the class writers that weaving needs.
 *
 * <p>ASM gives up computing maxima and frames when a class takes more time or memory than it thinks
 * decent, against class files made to hurt. Weaving reads what the application would load and run
 * anyway, and real classes exceed these limits.
 */
public final class ClassWriters {

  private ClassWriters() {}

  /** A writer that computes the sizes of stacks and local variables. */
  public static ClassWriter computingMaxs() {
    return unlimited(new ClassWriter(ClassWriter.COMPUTE_MAXS));
  }

  /**
   * The same for a class whose attributes are not all known: they may refer to the constants of the
   * file that it was read from by number, so those stay where they are.
   */
  public static ClassWriter keepingConstants(ClassReader of) {
    return unlimited(new ClassWriter(of, ClassWriter.COMPUTE_MAXS));
  }

  /** A writer that computes stack map frames, too, and keeps the constants of a class file. */
  public static ClassWriter computingFrames(ClassReader of, Hierarchy hierarchy) {
    return unlimited(
        new ClassWriter(of, ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            return hierarchy.supertypes().commonSuperclass(a, b);
          }
        });
  }

  private static ClassWriter unlimited(ClassWriter writer) {
    writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
    return writer;
  }
}
