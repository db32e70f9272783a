package dev.weft.transformer.emit;

import dev.weft.transformer.model.Hierarchy;
import org.objectweb.asm.ClassWriter;

/**
 * Makes class writers.
 *
 * <p>ASM gives up computing maxima and frames when a class takes more time or memory than it thinks
 * decent, against class files made to hurt. Weaving reads what the application would load and run
 * anyway, and real classes exceed these limits.
 */
public final class Writers {

  private Writers() {}

  /** A writer that computes the sizes of stacks and local variables. */
  public static ClassWriter computingMaxs() {
    return unlimited(new ClassWriter(ClassWriter.COMPUTE_MAXS));
  }

  /** A writer that computes stack map frames, too. */
  public static ClassWriter computingFrames(Hierarchy hierarchy) {
    return unlimited(
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
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
