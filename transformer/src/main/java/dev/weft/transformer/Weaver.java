package dev.weft.transformer;

import dev.weft.transformer.analysis.Reach;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Monitors;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Weaves class files: {@code @Async} methods become coroutines, everything else stays as it is.
 *
 * <p>One weaver serves one class loader (or one build). It never loads a class; what it needs to
 * know of others it reads from their files. The same input gives the same output, byte for byte.
 * Any thread.
 */
public final class Weaver {

  private final Hierarchy hierarchy;
  private final Monitors monitors;

  /** A weaver that knows other classes through {@code hierarchy}, and refuses held monitors. */
  public Weaver(Hierarchy hierarchy) {
    this(hierarchy, Monitors.REFUSE);
  }

  /** A weaver that knows other classes through {@code hierarchy}. */
  public Weaver(Hierarchy hierarchy, Monitors monitors) {
    this.hierarchy = hierarchy;
    this.monitors = monitors;
  }

  /**
   * Weaves one class.
   *
   * @return null if there is nothing to weave, or the class has been woven before
   * @throws WeaveException if the class file is corrupt or of a version that is not known
   */
  public @Nullable WovenClass weave(byte[] classFile) {
    ClassReader reader = ClassFileReading.open(classFile);
    if (ClassFileReading.reach(classFile, reader, hierarchy) != Reach.Verdict.CANDIDATE) {
      return null;
    }
    try {
      return weaveCandidate(classFile, reader);
    } catch (RuntimeException e) {
      throw ClassFileReading.failure(ClassFileReading.nameOf(reader), e);
    }
  }

  /**
   * Does for a class that is not to be woven the one thing it needs to be called by those that are:
   * a body for methods that it inherits from two woven interfaces.
   *
   * @return null if it needs nothing, as almost always
   * @throws WeaveException if the class file is corrupt
   */
  public @Nullable WovenClass complete(byte[] classFile) {
    ClassReader reader = ClassFileReading.open(classFile);
    if (!Reach.inheritsAsync(reader, hierarchy)) {
      return null;
    }
    try {
      return new ClassWeaving(
              ClassFileReading.tree(reader, hierarchy),
              ClassInfo.read(classFile),
              hierarchy,
              monitors,
              Map.of())
          .complete(classFile);
    } catch (RuntimeException e) {
      throw ClassFileReading.failure(ClassFileReading.nameOf(reader), e);
    }
  }

  private @Nullable WovenClass weaveCandidate(byte[] classFile, ClassReader reader) {
    ClassInfo info = ClassInfo.read(classFile);
    hierarchy.add(info);
    Map<String, String> tooLarge = new HashMap<>();
    while (true) {
      var weaving =
          new ClassWeaving(
              ClassFileReading.tree(reader, hierarchy), info, hierarchy, monitors, tooLarge);
      try {
        return weaving.run(classFile);
      } catch (MethodTooLargeException large) { // weave it again without this method
        String method = weaving.methodOf(large);
        if (tooLarge.put(method, sizeReason(large)) != null) {
          throw ClassFileReading.failure(reader.getClassName(), large);
        }
      }
    }
  }

  private static String sizeReason(MethodTooLargeException large) {
    return "would have "
        + large.getCodeSize()
        + " bytes of code when woven, and the JVM allows 65535; split it into several @Async"
        + " methods";
  }
}
